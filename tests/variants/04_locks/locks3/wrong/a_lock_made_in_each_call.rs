//~ FAILS wrong_result at `*COUNTER.lock().unwrap() = value;`
//! Each call creates its own lock, which no other thread can hold.

use std::sync::Mutex;

static COUNTER: Mutex<i64> = Mutex::new(0);

/// Adds one to the counter.
fn inc() {
    let lock = Mutex::new(());
    let _guard = lock.lock().unwrap();
    let value = get();
    set(value + 1);
}

/// Subtracts one from the counter.
fn dec() {
    let lock = Mutex::new(());
    let _guard = lock.lock().unwrap();
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
