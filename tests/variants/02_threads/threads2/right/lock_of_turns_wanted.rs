//~ PASSES
//! A worker waits for its turn only while the other wants to enter, so the turns are not strict.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering::SeqCst};
use std::thread;

/// The hour at which the hand points.
static HAND: AtomicI64 = AtomicI64::new(11);
static WANTS: [AtomicBool; 2] = [const { AtomicBool::new(false) }; 2];
static TURN: AtomicUsize = AtomicUsize::new(0);

/// Moves the hand by `step` hours, `rounds` times.
fn worker(me: usize, step: i64, rounds: u64) {
    let other = 1 - me;
    for _ in 0..rounds {
        WANTS[me].store(true, SeqCst);
        TURN.store(other, SeqCst);
        while WANTS[other].load(SeqCst) && TURN.load(SeqCst) == other {
            thread::yield_now();
        }
        let hour = HAND.load(SeqCst);
        HAND.store((hour + step) % 12, SeqCst);
        WANTS[me].store(false, SeqCst);
    }
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the hour at which the hand points in the end.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || worker(0, 1, up));
    let dec = thread::spawn(move || worker(1, 11, down));
    inc.join().unwrap();
    dec.join().unwrap();
    HAND.load(SeqCst)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
