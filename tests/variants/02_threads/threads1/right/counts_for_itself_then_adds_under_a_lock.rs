//~ PASSES
//! Each thread counts locally and adds its sum under a lock, once, at the end.

use std::sync::Mutex;
use std::thread;

static COUNTER: Mutex<i64> = Mutex::new(0);

/// Counts locally, then adds its count.
fn worker(rounds: u64, step: i64) {
    let mut own = 0;
    for _ in 0..rounds {
        own += step;
    }
    *COUNTER.lock().unwrap() += own;
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
