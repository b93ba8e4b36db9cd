//~ FAILS deadlock
//! With one permit nothing can go wrong, and one lane stays empty.

use std::sync::{Condvar, Mutex};

/// The permits that are left.
static PERMITS: Mutex<i32> = Mutex::new(1);

/// Notified when a permit is released.
static RELEASED: Condvar = Condvar::new();

/// Waits until a permit is left, then takes it.
fn acquire() {
    wait_for_a_permit();
    *PERMITS.lock().unwrap() -= 1;
}

/// Waits until a permit is left.
fn wait_for_a_permit() {
    let mut permits = PERMITS.lock().unwrap();
    while *permits <= 0 {
        permits = RELEASED.wait(permits).unwrap();
    }
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
