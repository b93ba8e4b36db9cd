//~ PASSES
//! With one condvar for the baker and one for the guests, `notify_one` reaches the right thread.

use std::sync::{Condvar, Mutex};

/// A shelf with room for one loaf.
static SHELF: Mutex<Option<u64>> = Mutex::new(None);

/// Rings when a loaf was put there, and when one was taken.
static LOAF: Condvar = Condvar::new();
static ROOM: Condvar = Condvar::new();

/// Puts a loaf on the shelf, when there is room.
fn put(loaf: u64) {
    let mut shelf = SHELF.lock().expect("the mutex is never poisoned");
    while shelf.is_some() {
        shelf = ROOM.wait(shelf).expect("the mutex is never poisoned");
    }
    *shelf = Some(loaf);
    LOAF.notify_one();
}

/// Takes the loaf from the shelf, when there is one.
fn take() -> u64 {
    let mut shelf = SHELF.lock().expect("the mutex is never poisoned");
    while shelf.is_none() {
        shelf = LOAF.wait(shelf).expect("the mutex is never poisoned");
    }
    let loaf = shelf.take().expect("there should be a loaf");
    ROOM.notify_one();
    loaf
}

/// What is still on the shelf when all are done.
fn left() -> Option<u64> {
    *SHELF.lock().expect("the mutex is never poisoned")
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
