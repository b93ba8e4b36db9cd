//~ PASSES
//! `wait_while` contains the loop.

use std::sync::{Condvar, Mutex};

/// A shelf with room for one loaf.
static SHELF: Mutex<Option<u64>> = Mutex::new(None);

/// Notified when the shelf has changed.
static CHANGED: Condvar = Condvar::new();

/// Waits until the shelf is empty, then puts a loaf on it.
fn put(loaf: u64) {
    let shelf = SHELF.lock().unwrap();
    let shelf = CHANGED.wait_while(shelf, |shelf| shelf.is_some());
    *shelf.unwrap() = Some(loaf);
    CHANGED.notify_all();
}

/// Waits until there is a loaf on the shelf, then takes it.
fn take() -> u64 {
    let shelf = SHELF.lock().unwrap();
    let shelf = CHANGED.wait_while(shelf, |shelf| shelf.is_none());
    let loaf = shelf.unwrap().take();
    CHANGED.notify_all();
    loaf.expect("there should be a loaf")
}

/// The loaf that is still on the shelf when all threads are done.
fn left() -> Option<u64> {
    *SHELF.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
