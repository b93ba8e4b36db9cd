//~ FAILS wrong_result at `*PERMITS.lock().unwrap() -= 1;`
//! Polling in place of waiting leaves the same gap between the check and the change.

use std::sync::{Condvar, Mutex};
use std::thread;

/// The permits that are left.
static PERMITS: Mutex<i32> = Mutex::new(2);

/// Notified when a permit is released.
static RELEASED: Condvar = Condvar::new();

/// Waits until a permit is left, then takes it.
fn acquire() {
    while *PERMITS.lock().unwrap() <= 0 {
        thread::yield_now();
    }
    *PERMITS.lock().unwrap() -= 1;
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
