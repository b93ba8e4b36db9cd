//~ FAILS deadlock, panic, wrong_result at `shelf = CHANGED.wait(shelf).expect("the mutex is never poisoned");`
//! One of the waits may end without a notification and does not look again.
//!
//! A baker and two guests, with a small shelf between them.
//!
//! There is room for one loaf on the shelf. The baker, `inc`, waits while it is
//! full, then puts a loaf there. The guests, `dec1` and `dec2`, wait while it
//! is empty, then take the loaf. Who has to wait does so with a *condition
//! variable*: `wait` gives the lock back, sleeps until it is notified, and has
//! the lock again when it returns. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin condvar1
//! ```
//!
//! A guest panics: `there should be a loaf`. It was woken because there is one,
//! and there is none. The others then wait for that guest, for ever (stop them
//! with Ctrl-C).
//!
//! When it is fixed, the program prints `Counter = 0` in every run: each loaf
//! was eaten once.
//!
//! To try: `ROUNDS=1` (then only `dec1` eats), then `ROUNDS=2`, then more. Why
//! does it take two guests? And what does the documentation of `Condvar::wait`
//! say about waking up?

use std::sync::{Condvar, Mutex};

/// A shelf with room for one loaf.
static SHELF: Mutex<Option<u64>> = Mutex::new(None);

/// Rings when the shelf has changed.
static CHANGED: Condvar = Condvar::new();

/// Puts a loaf on the shelf, when there is room.
fn put(loaf: u64) {
    let mut shelf = SHELF.lock().expect("the mutex is never poisoned");
    // TODO: What is sure when `wait` returns, here and in `take`, and what is not?
    if shelf.is_some() {
        shelf = CHANGED.wait(shelf).expect("the mutex is never poisoned");
    }
    *shelf = Some(loaf);
    CHANGED.notify_all();
}

/// Takes the loaf from the shelf, when there is one.
fn take() -> u64 {
    let mut shelf = SHELF.lock().expect("the mutex is never poisoned");
    while shelf.is_none() {
        shelf = CHANGED.wait(shelf).expect("the mutex is never poisoned");
    }
    let loaf = shelf.take().expect("there should be a loaf");
    CHANGED.notify_all();
    loaf
}

/// What is still on the shelf when all are done.
fn left() -> Option<u64> {
    *SHELF.lock().expect("the mutex is never poisoned")
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
