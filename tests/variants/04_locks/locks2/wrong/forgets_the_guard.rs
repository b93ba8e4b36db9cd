//~ FAILS deadlock at `let guard = LOCK.lock().unwrap();`
//! `mem::forget` leaves the lock held forever, and the next thread blocks on it.

use std::mem;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static LOCK: Mutex<()> = Mutex::new(());
static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Adds one to the counter.
fn inc() {
    let value = {
        let guard = LOCK.lock().unwrap();
        mem::forget(guard);
        COUNTER.load(Relaxed)
    };
    COUNTER.store(slowly(value + 1), Relaxed);
}

/// Subtracts one from the counter.
fn dec() {
    take_lock();
    let value = COUNTER.load(Relaxed);
    COUNTER.store(slowly(value - 1), Relaxed);
}

/// Acquires the lock.
fn take_lock() {
    let guard = LOCK.lock().unwrap();
    mem::forget(guard);
}

/// The final value of the counter.
fn counter() -> i64 {
    COUNTER.load(Relaxed)
}

/// Stands in for more work with a number, as in a bigger program.
fn slowly(number: i64) -> i64 {
    (0..30).fold(number, |number, _| std::hint::black_box(number))
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
