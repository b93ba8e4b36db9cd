//~ FAILS deadlock at `*COUNTER.lock().unwrap() = *COUNTER.lock().unwrap() + 1;`
//! The guard on the right lives to the end of the statement, and the lock on the left blocks on it.

use std::sync::Mutex;

static COUNTER: Mutex<i64> = Mutex::new(0);

/// Adds one to the counter.
fn inc() {
    *COUNTER.lock().unwrap() = *COUNTER.lock().unwrap() + 1;
}

/// Subtracts one from the counter.
fn dec() {
    *COUNTER.lock().unwrap() = *COUNTER.lock().unwrap() - 1;
}

/// The final value of the counter.
fn counter() -> i64 {
    *COUNTER.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
