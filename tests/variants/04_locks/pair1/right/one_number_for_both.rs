//~ PASSES
//! There are as many coats as guests, so one number is enough.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// How many guests there are. Each has a coat.
static GUESTS: AtomicI64 = AtomicI64::new(0);

/// Lets a guest in, with a coat.
fn inc() {
    GUESTS.fetch_add(1, Relaxed);
}

/// Lets a guest out, with a coat.
fn dec() {
    GUESTS.fetch_sub(1, Relaxed);
}

/// The number of guests, and the number of coats.
fn look() -> (i64, i64) {
    let guests = GUESTS.load(Relaxed);
    (guests, guests)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
