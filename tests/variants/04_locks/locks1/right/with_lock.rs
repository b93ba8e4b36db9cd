//~ PASSES
//! A closure does the work; one function acquires and releases the lock.

use check::Lock;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static LOCK: Lock = Lock::new();
static JAR: AtomicI64 = AtomicI64::new(0);

/// Runs `work` with the lock held.
///
/// `acquire` and `release` are called here, side by side, and nowhere else. Every
/// path through `work` comes back to this function, so the lock is released. Only a
/// panic would still skip the `release`; the next exercise shows what to do about
/// that.
fn with_lock<T>(work: impl FnOnce() -> T) -> T {
    LOCK.acquire();
    let result = work();
    LOCK.release();
    result
}

/// Puts a sweet into the jar, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        with_lock(|| JAR.store(slowly(JAR.load(Relaxed) + 1), Relaxed));
    }
}

/// Tries to take a sweet, `rounds` times, and returns how many it took.
fn dec(rounds: u64) -> u64 {
    let mut taken = 0;
    for _ in 0..rounds {
        let sweet = with_lock(|| {
            let sweets = JAR.load(Relaxed);
            if sweets == 0 {
                return 0;
            }
            JAR.store(slowly(sweets - 1), Relaxed);
            1
        });
        taken += sweet;
    }
    taken
}

/// The number of sweets in the jar.
fn sweets() -> i64 {
    JAR.load(Relaxed)
}

/// Stands in for more work with a number, as in a bigger program.
fn slowly(number: i64) -> i64 {
    (0..30).fold(number, |number, _| std::hint::black_box(number))
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
