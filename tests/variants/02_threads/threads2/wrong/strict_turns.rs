//~ FAILS vacuous
//! `inc` and `dec` step in strict turns, so neither can take two steps in a row.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::Relaxed, Ordering::SeqCst};
use std::thread;

/// The hour at which the hand points.
static HAND: AtomicI64 = AtomicI64::new(11);
static TURN_OF_DEC: AtomicBool = AtomicBool::new(false);

/// Moves the hand forward by one hour, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        while TURN_OF_DEC.load(SeqCst) {
            thread::yield_now();
        }
        let hour = HAND.load(Relaxed);
        HAND.store((hour + 1) % 12, Relaxed);
        TURN_OF_DEC.store(true, SeqCst);
    }
}

/// Moves the hand back by one hour, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        while !TURN_OF_DEC.load(SeqCst) {
            thread::yield_now();
        }
        let hour = HAND.load(Relaxed);
        HAND.store((hour + 11) % 12, Relaxed);
        TURN_OF_DEC.store(false, SeqCst);
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
