//~ FAILS wrong_result at `*COUNTER.lock().expect("the mutex is never poisoned") = value;`
//! `inc` and `dec` each hold a lock of their own, so both may be in at once.

use std::sync::Mutex;

static INC_LOCK: Mutex<()> = Mutex::new(());
static DEC_LOCK: Mutex<()> = Mutex::new(());
static COUNTER: Mutex<i64> = Mutex::new(0);

/// Adds one to the counter.
fn inc() {
    let _guard = INC_LOCK.lock().expect("the mutex is never poisoned");
    let value = get();
    set(value + 1);
}

/// Takes one away from the counter.
fn dec() {
    let _guard = DEC_LOCK.lock().expect("the mutex is never poisoned");
    let value = get();
    set(value - 1);
}

/// What the counter says.
fn get() -> i64 {
    *COUNTER.lock().expect("the mutex is never poisoned")
}

/// Gives the counter another value.
fn set(value: i64) {
    *COUNTER.lock().expect("the mutex is never poisoned") = value;
}

/// Where the counter ends.
fn counter() -> i64 {
    get()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
