//~ FAILS wrong_result at `HAND.store((hour + 1) % 12, Relaxed);`
//! Reading its own value back after the store does not show a worker that it overwrote nothing.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

/// The hour at which the hand points.
static HAND: AtomicI64 = AtomicI64::new(11);

/// Moves the hand forward by one hour, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        loop {
            let hour = HAND.load(Relaxed);
            HAND.store((hour + 1) % 12, Relaxed);
            if HAND.load(Relaxed) == (hour + 1) % 12 {
                break;
            }
        }
    }
}

/// Moves the hand back by one hour, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        loop {
            let hour = HAND.load(Relaxed);
            HAND.store((hour + 11) % 12, Relaxed);
            if HAND.load(Relaxed) == (hour + 11) % 12 {
                break;
            }
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
