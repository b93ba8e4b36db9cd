//~ FAILS deadlock at `*COUNTER.lock().unwrap()`
//! The lock is held over the whole step, and `get` blocks on it.

use std::sync::Mutex;

static COUNTER: Mutex<i64> = Mutex::new(0);

/// Adds one to the counter.
fn inc() {
    let _guard = COUNTER.lock().unwrap();
    let value = get();
    set(value + 1);
}

/// Subtracts one from the counter.
fn dec() {
    let _guard = COUNTER.lock().unwrap();
    let value = get();
    set(value - 1);
}

/// The value of the counter.
fn get() -> i64 {
    *COUNTER.lock().unwrap()
}

/// Sets the counter to a new value.
fn set(value: i64) {
    *COUNTER.lock().unwrap() = value;
}

/// The final value of the counter.
fn counter() -> i64 {
    get()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
