//~ PASSES
//! The helper stays, but it returns the guard, so the lock is held until the permit is taken.

use std::sync::{Condvar, Mutex, MutexGuard};

/// The permits that are left.
static PERMITS: Mutex<i32> = Mutex::new(2);

/// Notified when a permit is released.
static RELEASED: Condvar = Condvar::new();

/// Waits until a permit is left, then takes it.
fn acquire() {
    let mut permits = wait_for_a_permit();
    *permits -= 1;
}

/// Waits until a permit is left, and keeps the number locked.
fn wait_for_a_permit() -> MutexGuard<'static, i32> {
    let mut permits = PERMITS.lock().unwrap();
    while *permits <= 0 {
        permits = RELEASED.wait(permits).unwrap();
    }
    permits
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
