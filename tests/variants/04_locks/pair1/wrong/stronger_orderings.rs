//~ FAILS wrong_result at `GUESTS.fetch_sub(1, SeqCst);`
//! Two atomics stay two, in whatever order their stores become visible.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};

static GUESTS: AtomicI64 = AtomicI64::new(0);
static COATS: AtomicI64 = AtomicI64::new(0);

/// Lets a guest in, with a coat.
fn inc() {
    GUESTS.fetch_add(1, SeqCst);
    COATS.fetch_add(1, SeqCst);
}

/// Lets a guest out, with a coat.
fn dec() {
    GUESTS.fetch_sub(1, SeqCst);
    COATS.fetch_sub(1, SeqCst);
}

/// The number of guests, and the number of coats.
fn look() -> (i64, i64) {
    (GUESTS.load(SeqCst), COATS.load(SeqCst))
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
