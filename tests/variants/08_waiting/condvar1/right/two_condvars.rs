//~ PASSES
//! With one condvar for the baker and one for the guests, `notify_one` reaches the right thread.

use std::sync::{Condvar, Mutex};

/// A shelf with room for one loaf.
static SHELF: Mutex<Option<u64>> = Mutex::new(None);

/// Notified when a loaf was put on the shelf, and when one was taken.
static LOAF: Condvar = Condvar::new();
static ROOM: Condvar = Condvar::new();

/// Waits until the shelf is empty, then puts a loaf on it.
fn put(loaf: u64) {
    let mut shelf = SHELF.lock().unwrap();
    while shelf.is_some() {
        shelf = ROOM.wait(shelf).unwrap();
    }
    *shelf = Some(loaf);
    LOAF.notify_one();
}

/// Waits until there is a loaf on the shelf, then takes it.
fn take() -> u64 {
    let mut shelf = SHELF.lock().unwrap();
    while shelf.is_none() {
        shelf = LOAF.wait(shelf).unwrap();
    }
    let loaf = shelf.take().expect("there should be a loaf");
    ROOM.notify_one();
    loaf
}

/// The loaf that is still on the shelf when all threads are done.
fn left() -> Option<u64> {
    *SHELF.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
