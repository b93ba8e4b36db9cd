//~ FAILS wrong_result at `HAND.store(0, Relaxed);` or `HAND.store(11, Relaxed);`
//! The step is atomic, but putting the hand right after it is a check and a store.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

/// The hour at which the hand points.
static HAND: AtomicI64 = AtomicI64::new(11);

/// Moves the hand forward by one hour, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        HAND.fetch_add(1, Relaxed);
        if HAND.load(Relaxed) == 12 {
            HAND.store(0, Relaxed);
        }
    }
}

/// Moves the hand back by one hour, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        HAND.fetch_sub(1, Relaxed);
        if HAND.load(Relaxed) == -1 {
            HAND.store(11, Relaxed);
        }
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
