//~ FAILS deadlock at `shelf = CHANGED.wait(shelf).unwrap();`
//! The flag is set without the lock, so it can change between the check and the wait: a lost wakeup.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};

/// A shelf with room for one loaf.
static SHELF: Mutex<Option<u64>> = Mutex::new(None);

/// Notified when the shelf has changed.
static CHANGED: Condvar = Condvar::new();

/// Whether there is a loaf on the shelf.
static FULL: AtomicBool = AtomicBool::new(false);

/// Waits until the shelf is empty, then puts a loaf on it.
fn put(loaf: u64) {
    let mut shelf = SHELF.lock().unwrap();
    while FULL.load(SeqCst) {
        shelf = CHANGED.wait(shelf).unwrap();
    }
    *shelf = Some(loaf);
    drop(shelf);
    FULL.store(true, SeqCst);
    CHANGED.notify_all();
}

/// Waits until there is a loaf on the shelf, then takes it.
fn take() -> u64 {
    let mut shelf = SHELF.lock().unwrap();
    loop {
        if let Some(loaf) = shelf.take() {
            drop(shelf);
            FULL.store(false, SeqCst);
            CHANGED.notify_all();
            return loaf;
        }
        shelf = CHANGED.wait(shelf).unwrap();
    }
}

/// The loaf that is still on the shelf when all threads are done.
fn left() -> Option<u64> {
    *SHELF.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
