//~ FAILS wrong_result at `*COUNTER.lock().unwrap() = value;`
//! The number may change between the second read and the write.

use std::sync::Mutex;

static COUNTER: Mutex<i64> = Mutex::new(0);

/// Adds one to the counter.
fn inc() {
    loop {
        let value = get();
        if get() == value {
            set(value + 1);
            break;
        }
    }
}

/// Subtracts one from the counter.
fn dec() {
    loop {
        let value = get();
        if get() == value {
            set(value - 1);
            break;
        }
    }
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
