//~ PASSES
//! std's Mutex instead: a thread that waits for long sleeps.

use std::hint;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static LOCK: Mutex<()> = Mutex::new(());
static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Adds one to the counter.
fn inc() {
    let _guard = LOCK.lock().unwrap();
    let value = COUNTER.load(Relaxed);
    COUNTER.store(slowly(value + 1), Relaxed);
}

/// Subtracts one from the counter.
fn dec() {
    let _guard = LOCK.lock().unwrap();
    let value = COUNTER.load(Relaxed);
    COUNTER.store(slowly(value - 1), Relaxed);
}

/// The final value of the counter.
fn counter() -> i64 {
    COUNTER.load(Relaxed)
}

/// Stands in for more work with a number, as in a bigger program.
fn slowly(number: i64) -> i64 {
    (0..30).fold(number, |number, _| hint::black_box(number))
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
