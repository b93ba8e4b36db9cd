//~ PASSES
//! The number is inside the Mutex, so it cannot be reached without the guard.

use std::sync::Mutex;

static COUNTER: Mutex<i64> = Mutex::new(0);

/// Adds one to the counter.
fn inc() {
    let mut value = COUNTER.lock().unwrap();
    *value += 1;
}

/// Subtracts one from the counter.
fn dec() {
    let mut value = COUNTER.lock().unwrap();
    *value -= 1;
}

/// The final value of the counter.
fn counter() -> i64 {
    *COUNTER.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
