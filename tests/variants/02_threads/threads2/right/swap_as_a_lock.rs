//~ PASSES
//! A spin lock: `swap` reads and sets the flag in one step.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::*};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);
static BUSY: AtomicBool = AtomicBool::new(false);

/// Waits until the critical section is free, then enters it.
fn enter() {
    while BUSY.swap(true, Acquire) {
        thread::yield_now();
    }
}

/// Leaves the critical section.
fn leave() {
    BUSY.store(false, Release);
}

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        enter();
        let value = COUNTER.load(Relaxed);
        COUNTER.store(value + 1, Relaxed);
        leave();
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        enter();
        let value = COUNTER.load(Relaxed);
        COUNTER.store(value - 1, Relaxed);
        leave();
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
