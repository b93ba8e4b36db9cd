//~ FAILS deadlock, panic, wrong_result at `shelf = CHANGED.wait(shelf).unwrap();`
//! The `if` in `put`: after a spurious wakeup the baker does not check again.
//!
//! A baker and two guests, with a small shelf, `SHELF`, between them.
//!
//! There is room for one loaf on the shelf. The baker, `inc`, waits while it is
//! full, then puts a loaf there. The guests, `dec1` and `dec2`, wait while it
//! is empty, then take the loaf. They all wait at a **condition variable**:
//! `wait` releases the lock, sleeps until it is notified, and acquires the lock
//! again before it returns. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin condvar1
//! ```
//!
//! A guest panics: `there should be a loaf`. It was notified because there was
//! a loaf, but now there is none. The other threads then wait for that guest,
//! forever (stop them with Ctrl-C).
//!
//! Once fixed, the program prints `Counter = 0` in every run: each loaf
//! was eaten once.
//!
//! Try `ROUNDS=1` (then only `dec1` eats), then `ROUNDS=2`, then more. Why
//! does it take two guests? And what does the documentation of `Condvar::wait`
//! say about waking up?

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
