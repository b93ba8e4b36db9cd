//~ PASSES
//! `set` checks the old value again under its own lock, and says whether it has written.

use std::sync::Mutex;

static COUNTER: Mutex<i64> = Mutex::new(0);

/// Adds one to the counter.
fn inc() {
    loop {
        let value = get();
        if set(value, value + 1) {
            break;
        }
    }
}

/// Subtracts one from the counter.
fn dec() {
    loop {
        let value = get();
        if set(value, value - 1) {
            break;
        }
    }
}

/// The value of the counter.
fn get() -> i64 {
    *COUNTER.lock().unwrap()
}

/// Sets the counter to a new value if it still has the old one, and returns whether it had.
fn set(old: i64, new: i64) -> bool {
    let mut value = COUNTER.lock().unwrap();
    let as_seen = *value == old;
    if as_seen {
        *value = new;
    }
    as_seen
}

/// The final value of the counter.
fn counter() -> i64 {
    get()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
