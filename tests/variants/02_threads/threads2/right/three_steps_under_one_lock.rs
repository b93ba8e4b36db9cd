//~ PASSES
//! The lock is held for three steps at a time, which with few rounds is all of them.

use std::sync::Mutex;
use std::thread;

static COUNTER: Mutex<i64> = Mutex::new(0);

/// Counts, `rounds` times.
fn worker(rounds: u64, step: i64) {
    let mut left = rounds;
    while left > 0 {
        let mut counter = COUNTER.lock().unwrap();
        let now = left.min(3);
        for _ in 0..now {
            *counter += step;
        }
        left -= now;
    }
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the final value of the counter.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || worker(up, 1));
    let dec = thread::spawn(move || worker(down, -1));
    inc.join().unwrap();
    dec.join().unwrap();
    *COUNTER.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
