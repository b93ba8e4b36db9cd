//~ FAILS wrong_result at `COUNTER.store(value + 1, Relaxed);`
//! The value may change between the second load and the store.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        loop {
            let value = COUNTER.load(Relaxed);
            if COUNTER.load(Relaxed) == value {
                COUNTER.store(value + 1, Relaxed);
                break;
            }
        }
    }
}

/// Takes one away from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        loop {
            let value = COUNTER.load(Relaxed);
            if COUNTER.load(Relaxed) == value {
                COUNTER.store(value - 1, Relaxed);
                break;
            }
        }
    }
}

/// Runs `inc` and `dec` at the same time, for `up` and `down` rounds, and returns
/// where the counter ends.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    COUNTER.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
