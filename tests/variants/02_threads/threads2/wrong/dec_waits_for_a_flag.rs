//~ FAILS vacuous
//! `dec` starts only when `inc` has set its flag, so nothing runs concurrently.

use std::hint;
use std::sync::atomic::{
    AtomicBool, AtomicI64,
    Ordering::{Acquire, Relaxed, Release},
};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);
static DONE: AtomicBool = AtomicBool::new(false);

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        let value = COUNTER.load(Relaxed);
        COUNTER.store(value + 1, Relaxed);
    }
    DONE.store(true, Release);
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    while !DONE.load(Acquire) {
        hint::spin_loop();
    }
    for _ in 0..rounds {
        COUNTER.fetch_sub(1, Relaxed);
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
