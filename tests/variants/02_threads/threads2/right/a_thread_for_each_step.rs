//~ PASSES
//! Each worker spawns a thread for each of its steps, and joins it.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

/// How many hours the hand has moved, from 0.
static HOURS: AtomicI64 = AtomicI64::new(11);

fn work(rounds: u64, step: i64) {
    for _ in 0..rounds {
        let thread = thread::spawn(move || HOURS.fetch_add(step, Relaxed));
        thread.join().unwrap();
    }
}

fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || work(up, 1));
    let dec = thread::spawn(move || work(down, -1));
    inc.join().unwrap();
    dec.join().unwrap();
    HOURS.load(Relaxed).rem_euclid(12)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
