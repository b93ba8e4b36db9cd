//~ PASSES
//! The lock is held for three steps at a time, which with few rounds is all of them.

use std::sync::Mutex;
use std::thread;

/// How many hours the hand has moved, from 0.
static HOURS: Mutex<i64> = Mutex::new(11);

/// Counts, `rounds` times.
fn worker(rounds: u64, step: i64) {
    let mut left = rounds;
    while left > 0 {
        let mut counter = HOURS.lock().unwrap();
        let now = left.min(3);
        for _ in 0..now {
            *counter += step;
        }
        left -= now;
    }
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the hour at which the hand points in the end.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || worker(up, 1));
    let dec = thread::spawn(move || worker(down, -1));
    inc.join().unwrap();
    dec.join().unwrap();
    HOURS.lock().unwrap().rem_euclid(12)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
