//~ FAILS wrong_result at `GUESTS.fetch_sub(1, Relaxed);`
//! A second load of the guests does not show that the coats have kept pace.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static GUESTS: AtomicI64 = AtomicI64::new(0);
static COATS: AtomicI64 = AtomicI64::new(0);

/// Lets a guest in, with a coat.
fn inc() {
    GUESTS.fetch_add(1, Relaxed);
    COATS.fetch_add(1, Relaxed);
}

/// Lets a guest out, with a coat.
fn dec() {
    GUESTS.fetch_sub(1, Relaxed);
    COATS.fetch_sub(1, Relaxed);
}

/// The number of guests, and the number of coats.
fn look() -> (i64, i64) {
    loop {
        let guests = GUESTS.load(Relaxed);
        let coats = COATS.load(Relaxed);
        if GUESTS.load(Relaxed) == guests {
            return (guests, coats);
        }
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
