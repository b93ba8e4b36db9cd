//~ PASSES
//! `wait_while` contains the loop.

use std::sync::{Condvar, Mutex};

/// A shelf with room for one loaf.
static SHELF: Mutex<Option<u64>> = Mutex::new(None);

/// Rings when the shelf has changed.
static CHANGED: Condvar = Condvar::new();

/// Puts a loaf on the shelf, when there is room.
fn put(loaf: u64) {
    let shelf = SHELF.lock().expect("the mutex is never poisoned");
    let shelf = CHANGED.wait_while(shelf, |shelf| shelf.is_some());
    *shelf.expect("the mutex is never poisoned") = Some(loaf);
    CHANGED.notify_all();
}

/// Takes the loaf from the shelf, when there is one.
fn take() -> u64 {
    let shelf = SHELF.lock().expect("the mutex is never poisoned");
    let shelf = CHANGED.wait_while(shelf, |shelf| shelf.is_none());
    let loaf = shelf.expect("the mutex is never poisoned").take();
    CHANGED.notify_all();
    loaf.expect("there should be a loaf")
}

/// What is still on the shelf when all are done.
fn left() -> Option<u64> {
    *SHELF.lock().expect("the mutex is never poisoned")
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
