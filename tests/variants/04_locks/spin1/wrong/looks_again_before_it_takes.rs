//~ FAILS wrong_result at `HELD.store(true, Relaxed);`
//! A second look is as old as the first one when the store runs.

use std::hint;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::*};

static HELD: AtomicBool = AtomicBool::new(false);
static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Waits until no thread holds the lock, then holds it.
fn acquire() {
    while HELD.load(Acquire) || HELD.load(Acquire) {
        hint::spin_loop();
    }
    HELD.store(true, Relaxed);
}

/// Stops holding the lock.
fn release() {
    HELD.store(false, Release);
}

/// Adds one to the counter.
fn inc() {
    acquire();
    let value = COUNTER.load(Relaxed);
    COUNTER.store(slowly(value + 1), Relaxed);
    release();
}

/// Subtracts one from the counter.
fn dec() {
    acquire();
    let value = COUNTER.load(Relaxed);
    COUNTER.store(slowly(value - 1), Relaxed);
    release();
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
