//~ PASSES
//! The Mutex of std and its guard replace the hand-made lock.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static LOCK: Mutex<()> = Mutex::new(());
static JAR: AtomicI64 = AtomicI64::new(0);

/// Puts a sweet into the jar, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        let _guard = LOCK.lock().unwrap();
        let sweets = JAR.load(Relaxed);
        JAR.store(slowly(sweets + 1), Relaxed);
    }
}

/// Tries to take a sweet, `rounds` times, and returns how many it took.
fn dec(rounds: u64) -> u64 {
    let mut taken = 0;
    for _ in 0..rounds {
        let _guard = LOCK.lock().unwrap();
        let sweets = JAR.load(Relaxed);
        if sweets == 0 {
            continue;
        }
        JAR.store(slowly(sweets - 1), Relaxed);
        taken += 1;
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
