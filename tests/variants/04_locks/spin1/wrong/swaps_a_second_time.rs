//~ FAILS wrong_result at `HELD.swap(true, SeqCst);`
//! The first `swap` is looked at, and a second one, after the wait, is not: between the wait and it, the other thread can
//! take the lock again. (ROUNDS=2, four preemptions.)

use std::hint;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::*};

static HELD: AtomicBool = AtomicBool::new(false);
static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Waits until no thread holds the lock, then holds it.
fn acquire() {
    if HELD.swap(true, SeqCst) {
        while HELD.load(SeqCst) {
            hint::spin_loop();
        }
        HELD.swap(true, SeqCst);
    }
}

/// Stops holding the lock.
fn release() {
    HELD.store(false, SeqCst);
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
