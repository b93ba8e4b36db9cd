//~ FAILS wrong_result at `COUNTER.store(slowly(value + 1), Relaxed);`
//! `let _ =` binds nothing: the guard is dropped in the same line.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard};

static LOCK: Mutex<()> = Mutex::new(());
static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Holds the lock as long as the guard lives.
struct Guard {
    _held: MutexGuard<'static, ()>,
}

impl Guard {
    fn take() -> Self {
        let _held = LOCK.lock().unwrap();
        Self { _held }
    }
}

/// Adds one to the counter.
fn inc() {
    let _ = Guard::take();
    let value = COUNTER.load(Relaxed);
    COUNTER.store(slowly(value + 1), Relaxed);
}

/// Subtracts one from the counter.
fn dec() {
    let _ = Guard::take();
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
