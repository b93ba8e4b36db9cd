//~ FAILS wrong_result at `COUNTER.store(value + 1, Relaxed);`
//! Reading its own value back after the store does not show a worker that it overwrote nothing.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        loop {
            let value = COUNTER.load(Relaxed);
            COUNTER.store(value + 1, Relaxed);
            if COUNTER.load(Relaxed) == value + 1 {
                break;
            }
        }
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        loop {
            let value = COUNTER.load(Relaxed);
            COUNTER.store(value - 1, Relaxed);
            if COUNTER.load(Relaxed) == value - 1 {
                break;
            }
        }
    }
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the final value of the counter.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap();
    dec.join().unwrap();
    COUNTER.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
