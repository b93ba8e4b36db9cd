//~ FAILS wrong_result at `COUNTER.store(slowly(value + 1), Relaxed);`
//! Each call creates its own lock, which no other thread can hold.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Adds one to the counter.
fn inc() {
    let lock = Mutex::new(());
    let _guard = lock.lock().unwrap();
    let value = COUNTER.load(Relaxed);
    COUNTER.store(slowly(value + 1), Relaxed);
}

/// Subtracts one from the counter.
fn dec() {
    let lock = Mutex::new(());
    let _guard = lock.lock().unwrap();
    let value = COUNTER.load(Relaxed);
    COUNTER.store(slowly(value - 1), Relaxed);
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
