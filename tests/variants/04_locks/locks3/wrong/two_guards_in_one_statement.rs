//~ FAILS deadlock at `*COUNTER.lock().expect("nobody panics with the lock") =`
//! The guard on the right lives to the end of the statement, and the left one waits for it.

use std::sync::Mutex;

static COUNTER: Mutex<i64> = Mutex::new(0);

/// Adds one to the counter.
fn inc() {
    *COUNTER.lock().expect("nobody panics with the lock") =
        *COUNTER.lock().expect("nobody panics with the lock") + 1;
}

/// Takes one away from the counter.
fn dec() {
    *COUNTER.lock().expect("nobody panics with the lock") =
        *COUNTER.lock().expect("nobody panics with the lock") - 1;
}

/// Where the counter ends.
fn counter() -> i64 {
    *COUNTER.lock().expect("nobody panics with the lock")
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
