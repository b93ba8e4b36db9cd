//~ PASSES
//! The new value is stored only if the counter has not changed since the load; otherwise the loop tries again.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Changes the counter by `step`, in one go.
///
/// A load and a store are each atomic, but the two together are not. It takes one
/// operation that does both. For a plain addition that is `COUNTER.fetch_add(step,
/// …)`. This is the way that works for any change: look, work out the new value,
/// and store it only if the counter still holds what was seen. If not, somebody was
/// faster, nothing has been stored, and we try once more with the value that is
/// there now.
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

/// Takes one away from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        add(-1);
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
