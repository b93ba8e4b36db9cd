//~ PASSES
//! The new hour is stored only if the hand has not moved since the load; otherwise the loop tries again.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

/// The hour at which the hand points.
static HAND: AtomicI64 = AtomicI64::new(11);

/// Moves the hand forward by this many hours, atomically.
fn turn(hours: i64) {
    let mut seen = HAND.load(Relaxed);
    while let Err(now) = HAND.compare_exchange_weak(seen, (seen + hours) % 12, Relaxed, Relaxed) {
        seen = now;
    }
}

/// Moves the hand forward by one hour, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        turn(1);
    }
}

/// Moves the hand back by one hour, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        turn(11);
    }
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the hour at which the hand points in the end.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap();
    dec.join().unwrap();
    HAND.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
