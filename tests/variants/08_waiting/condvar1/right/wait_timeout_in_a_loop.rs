//~ PASSES
//! Each wait has a timeout, in a loop that checks the condition again.

use std::sync::{Condvar, Mutex};
use std::time::Duration;

/// A shelf with room for one loaf.
static SHELF: Mutex<Option<u64>> = Mutex::new(None);

/// Notified when the shelf has changed.
static CHANGED: Condvar = Condvar::new();

const A_WHILE: Duration = Duration::from_millis(10);

/// Waits until the shelf is empty, then puts a loaf on it.
fn put(loaf: u64) {
    let mut shelf = SHELF.lock().unwrap();
    while shelf.is_some() {
        let waited = CHANGED.wait_timeout(shelf, A_WHILE);
        shelf = waited.unwrap().0;
    }
    *shelf = Some(loaf);
    CHANGED.notify_all();
}

/// Waits until there is a loaf on the shelf, then takes it.
fn take() -> u64 {
    let mut shelf = SHELF.lock().unwrap();
    loop {
        if let Some(loaf) = shelf.take() {
            CHANGED.notify_all();
            return loaf;
        }
        let waited = CHANGED.wait_timeout(shelf, A_WHILE);
        shelf = waited.unwrap().0;
    }
}

/// The loaf that is still on the shelf when all threads are done.
fn left() -> Option<u64> {
    *SHELF.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
