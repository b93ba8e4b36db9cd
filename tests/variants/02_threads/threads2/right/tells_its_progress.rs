//~ PASSES
//! Each worker adds its own count once, and stores its progress meanwhile, which no thread reads yet.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

/// How many hours the hand has moved, from 0.
static HOURS: Mutex<i64> = Mutex::new(11);
static PROGRESS: AtomicU64 = AtomicU64::new(0);

/// Counts locally, then adds its count.
fn worker(rounds: u64, step: i64) {
    let mut own = 0;
    for _ in 0..rounds {
        own += step;
        PROGRESS.fetch_add(1, Relaxed);
    }
    *HOURS.lock().unwrap() += own;
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
