//~ PASSES
//! The new value is stored only if the counter has not changed since the load; otherwise the loop tries again.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Changes the counter by `step`, atomically.
///
/// A load and a store are each atomic, but the two together are not. It takes one
/// operation that does both. For a plain addition this is `COUNTER.fetch_add(step,
/// …)`. The way below works for any change: load the value, compute the new one, and
/// store it only if the counter still has the value that was loaded. If it does not,
/// the other thread was faster, nothing has been stored, and the loop tries again
/// with the current value.
fn add(step: i64) {
    let mut seen = COUNTER.load(Relaxed);
    while let Err(now) = COUNTER.compare_exchange_weak(seen, seen + step, Relaxed, Relaxed) {
        seen = now;
    }
}

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        add(1);
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        add(-1);
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
