//~ PASSES
//! The guard has no name: it lives to the end of the one statement that does everything.

use std::sync::Mutex;

static COUNTER: Mutex<i64> = Mutex::new(0);

/// Adds one to the counter.
fn inc() {
    *COUNTER.lock().unwrap() += 1;
}

/// Subtracts one from the counter.
fn dec() {
    *COUNTER.lock().unwrap() -= 1;
}

/// The final value of the counter.
fn counter() -> i64 {
    *COUNTER.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
