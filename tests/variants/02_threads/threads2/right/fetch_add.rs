//~ PASSES
//! The hours are counted on without end, each in one atomic step; the modulo is taken only when they are read.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

/// How many hours the hand has moved, from 0.
static HOURS: AtomicI64 = AtomicI64::new(11);

/// Moves the hand forward by one hour, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        HOURS.fetch_add(1, Relaxed);
    }
}

/// Moves the hand back by one hour, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        HOURS.fetch_sub(1, Relaxed);
    }
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the hour at which the hand points in the end.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap();
    dec.join().unwrap();
    HOURS.load(Relaxed).rem_euclid(12)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
