//~ FAILS deadlock, panic, wrong_result at `shelf = CHANGED.wait(shelf).unwrap();`
//! The `if` in `put`: after a spurious wakeup the baker does not check again.

use std::sync::{Condvar, Mutex};

/// A shelf with room for one loaf.
static SHELF: Mutex<Option<u64>> = Mutex::new(None);

/// Notified when the shelf has changed.
static CHANGED: Condvar = Condvar::new();

/// Waits until the shelf is empty, then puts a loaf on it.
fn put(loaf: u64) {
    let mut shelf = SHELF.lock().unwrap();
    // TODO: When `wait` returns, is the shelf empty here? And full in `take`?
    if shelf.is_some() {
        shelf = CHANGED.wait(shelf).unwrap();
    }
    *shelf = Some(loaf);
    CHANGED.notify_all();
}

/// Waits until there is a loaf on the shelf, then takes it.
fn take() -> u64 {
    let mut shelf = SHELF.lock().unwrap();
    while shelf.is_none() {
        shelf = CHANGED.wait(shelf).unwrap();
    }
    let loaf = shelf.take().expect("there should be a loaf");
    CHANGED.notify_all();
    loaf
}

/// The loaf that is still on the shelf when all threads are done.
fn left() -> Option<u64> {
    *SHELF.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
