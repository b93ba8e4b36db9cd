//~ PASSES
//! `wait_while` returns the guard under which the condition was false for the last time.

use std::sync::{Condvar, Mutex};

/// The permits that are left.
static PERMITS: Mutex<i32> = Mutex::new(2);

/// Notified when a permit is released.
static RELEASED: Condvar = Condvar::new();

/// Waits until a permit is left, then takes it.
fn acquire() {
    let permits = PERMITS.lock().unwrap();
    let mut permits = RELEASED
        .wait_while(permits, |permits| *permits <= 0)
        .unwrap();
    *permits -= 1;
}

/// Gives a permit back.
fn release() {
    *PERMITS.lock().unwrap() += 1;
    RELEASED.notify_one();
}

/// The permits that are left when all swimmers are done.
fn left() -> i32 {
    *PERMITS.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
