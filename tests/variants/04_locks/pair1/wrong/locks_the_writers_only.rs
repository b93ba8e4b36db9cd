//~ FAILS wrong_result at `GUESTS.fetch_sub(1, Relaxed);`
//! The writers hold the lock, but the reader does not acquire it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static LOCK: Mutex<()> = Mutex::new(());
static GUESTS: AtomicI64 = AtomicI64::new(0);
static COATS: AtomicI64 = AtomicI64::new(0);

/// Lets a guest in, with a coat.
fn inc() {
    let _guard = LOCK.lock().unwrap();
    GUESTS.fetch_add(1, Relaxed);
    COATS.fetch_add(1, Relaxed);
}

/// Lets a guest out, with a coat.
fn dec() {
    let _guard = LOCK.lock().unwrap();
    GUESTS.fetch_sub(1, Relaxed);
    COATS.fetch_sub(1, Relaxed);
}

/// The number of guests, and the number of coats.
fn look() -> (i64, i64) {
    (GUESTS.load(Relaxed), COATS.load(Relaxed))
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
