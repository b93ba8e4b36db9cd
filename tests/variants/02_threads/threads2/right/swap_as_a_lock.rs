//~ PASSES
//! A spin lock: `swap` reads and sets the flag in one step.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::*};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);
static BUSY: AtomicBool = AtomicBool::new(false);

/// Waits until nobody else is in, then goes in.
fn enter() {
    while BUSY.swap(true, Acquire) {
        thread::yield_now();
    }
}

/// Goes out again.
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

/// Takes one away from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        enter();
        let value = COUNTER.load(Relaxed);
        COUNTER.store(value - 1, Relaxed);
        leave();
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
