//~ PASSES
//! Each thread draws a number, and waits until it is that number's turn.

use std::hint;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::*};

static NEXT: AtomicU64 = AtomicU64::new(0);
static SERVED: AtomicU64 = AtomicU64::new(0);
static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Waits until no thread holds the lock, then holds it.
fn acquire() {
    let ticket = NEXT.fetch_add(1, Relaxed);
    while SERVED.load(Acquire) != ticket {
        hint::spin_loop();
    }
}

/// Stops holding the lock.
fn release() {
    SERVED.fetch_add(1, Release);
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
