//~ FAILS wrong_result at `permits = RELEASED.wait(permits).unwrap();`
//! The permit is taken first, so the number may be below zero; but after a wakeup nothing says
//! whose permit came back.

use std::sync::{Condvar, Mutex};

/// The permits that are left.
static PERMITS: Mutex<i32> = Mutex::new(2);

/// Notified when a permit is released.
static RELEASED: Condvar = Condvar::new();

/// Waits until a permit is left, then takes it.
fn acquire() {
    let mut permits = PERMITS.lock().unwrap();
    *permits -= 1;
    if *permits < 0 {
        permits = RELEASED.wait(permits).unwrap();
    }
    drop(permits);
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
