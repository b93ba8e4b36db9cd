//~ FAILS wrong_result at `HAND.store((hour + 1) % 12, SeqCst);`
//! SeqCst orders the load and the store; it does not make them one operation.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

/// The hour at which the hand points.
static HAND: AtomicI64 = AtomicI64::new(11);

/// Moves the hand forward by one hour, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        let hour = HAND.load(SeqCst);
        HAND.store((hour + 1) % 12, SeqCst);
    }
}

/// Moves the hand back by one hour, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        let hour = HAND.load(SeqCst);
        HAND.store((hour + 11) % 12, SeqCst);
    }
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the hour at which the hand points in the end.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap();
    dec.join().unwrap();
    HAND.load(SeqCst)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
