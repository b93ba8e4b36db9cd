//~ FAILS wrong_result at `COUNTER.store(slowly(value + 1), Relaxed);`
//! It polls the lock a fixed number of times and then proceeds without it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static LOCK: Mutex<()> = Mutex::new(());
static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Adds one to the counter.
fn inc() {
    let _guard = take_lock();
    let value = COUNTER.load(Relaxed);
    COUNTER.store(slowly(value + 1), Relaxed);
}

/// Subtracts one from the counter.
fn dec() {
    let _guard = take_lock();
    let value = COUNTER.load(Relaxed);
    COUNTER.store(slowly(value - 1), Relaxed);
}

/// Polls the lock up to a thousand times.
fn take_lock() -> Option<std::sync::MutexGuard<'static, ()>> {
    for _ in 0..1_000 {
        if let Ok(guard) = LOCK.try_lock() {
            return Some(guard);
        }
        std::thread::yield_now();
    }
    None
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
