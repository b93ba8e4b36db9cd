//~ FAILS vacuous
//! Right between threads; but each process counts in its own memory.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Before `inc` and `dec` start: the counter is at zero.
fn start() {}

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        COUNTER.fetch_add(1, Relaxed);
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        COUNTER.fetch_sub(1, Relaxed);
    }
}

/// After both are done: the final value of the counter.
fn counter() -> i64 {
    COUNTER.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
