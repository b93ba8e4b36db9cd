//~ FAILS wrong_result at `*COUNTER.write().unwrap() = value;`
//! The RwLock is locked for reading, then for writing; in between neither is held.

use std::sync::RwLock;

static COUNTER: RwLock<i64> = RwLock::new(0);

/// Adds one to the counter.
fn inc() {
    let value = get();
    set(value + 1);
}

/// Subtracts one from the counter.
fn dec() {
    let value = get();
    set(value - 1);
}

/// The value of the counter.
fn get() -> i64 {
    *COUNTER.read().unwrap()
}

/// Sets the counter to a new value.
fn set(value: i64) {
    *COUNTER.write().unwrap() = value;
}

/// The final value of the counter.
fn counter() -> i64 {
    get()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
