//~ FAILS wrong_result
//! The coats are not counted at all: a reader always sees zero.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static GUESTS: AtomicI64 = AtomicI64::new(0);

/// A guest comes, with a coat.
fn inc() {
    GUESTS.fetch_add(1, Relaxed);
}

/// A guest leaves, with a coat.
fn dec() {
    GUESTS.fetch_sub(1, Relaxed);
}

/// How many guests there are, and how many coats.
fn look() -> (i64, i64) {
    (GUESTS.load(Relaxed), 0)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
