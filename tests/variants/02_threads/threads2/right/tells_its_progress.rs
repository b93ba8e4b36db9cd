//~ PASSES
//! Each worker adds its own count once, and stores its progress meanwhile, which no thread reads yet.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

static COUNTER: Mutex<i64> = Mutex::new(0);
static PROGRESS: AtomicU64 = AtomicU64::new(0);

/// Counts locally, then adds its count.
fn worker(rounds: u64, step: i64) {
    let mut own = 0;
    for _ in 0..rounds {
        own += step;
        PROGRESS.fetch_add(1, Relaxed);
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
