//~ FAILS wrong_result at `COUNTER.store(value + 1, Release);`
//! Acquire and Release publish data; they do not exclude the other thread from the load and the store.

use std::sync::atomic::{
    AtomicI64,
    Ordering::{Acquire, Relaxed, Release},
};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        let value = COUNTER.load(Acquire);
        COUNTER.store(value + 1, Release);
    }
}

/// Takes one away from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        let value = COUNTER.load(Acquire);
        COUNTER.store(value - 1, Release);
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
