//~ FAILS deadlock at `*PERMITS.lock().unwrap() += 1;`
//! A swimmer who sleeps is never woken, although a permit is there.

use std::sync::{Condvar, Mutex};

/// The permits that are left.
static PERMITS: Mutex<i32> = Mutex::new(2);

/// Notified when a permit is released.
static RELEASED: Condvar = Condvar::new();

/// Waits until a permit is left, then takes it.
fn acquire() {
    let mut permits = PERMITS.lock().unwrap();
    while *permits <= 0 {
        permits = RELEASED.wait(permits).unwrap();
    }
    *permits -= 1;
}

/// Gives a permit back.
fn release() {
    *PERMITS.lock().unwrap() += 1;
}

/// The permits that are left when all swimmers are done.
fn left() -> i32 {
    *PERMITS.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
