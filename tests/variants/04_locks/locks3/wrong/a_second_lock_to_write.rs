//~ FAILS wrong_result at `COUNTER.store(value, Relaxed);`
//! Reading acquires one lock and writing another, so they do not exclude each other.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static READ_LOCK: Mutex<()> = Mutex::new(());
static WRITE_LOCK: Mutex<()> = Mutex::new(());
static COUNTER: AtomicI64 = AtomicI64::new(0);

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
    let _guard = READ_LOCK.lock().unwrap();
    COUNTER.load(Relaxed)
}

/// Sets the counter to a new value.
fn set(value: i64) {
    let _guard = WRITE_LOCK.lock().unwrap();
    COUNTER.store(value, Relaxed);
}

/// The final value of the counter.
fn counter() -> i64 {
    get()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
