//~ PASSES
//! Checked and taken under one guard; if none is left, the guard is dropped and all is tried
//! again.

use std::sync::Mutex;
use std::thread;

/// The permits that are left.
static PERMITS: Mutex<i32> = Mutex::new(2);

/// Waits until a permit is left, then takes it.
fn acquire() {
    loop {
        let mut permits = PERMITS.lock().unwrap();
        if *permits > 0 {
            *permits -= 1;
            return;
        }
        drop(permits);
        thread::yield_now();
    }
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
