//~ FAILS panic, wrong_result at `LOCK.release();`
//! `dec` acquires the lock once, before its loop, and releases it in each round.

use check::Lock;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static LOCK: Lock = Lock::new();
static JAR: AtomicI64 = AtomicI64::new(0);

/// Puts a sweet into the jar, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        LOCK.acquire();
        let sweets = JAR.load(Relaxed);
        JAR.store(slowly(sweets + 1), Relaxed);
        LOCK.release();
    }
}

/// Tries to take a sweet, `rounds` times, and returns how many it took.
fn dec(rounds: u64) -> u64 {
    let mut taken = 0;
    LOCK.acquire();
    for _ in 0..rounds {
        let sweets = JAR.load(Relaxed);
        if sweets == 0 {
            LOCK.release();
            continue;
        }
        JAR.store(slowly(sweets - 1), Relaxed);
        taken += 1;
        LOCK.release();
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
