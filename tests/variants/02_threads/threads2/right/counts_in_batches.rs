//~ PASSES
//! Each thread counts for itself, and adds what it has to the counter after every third step.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

/// How many hours the hand has moved, from 0.
static HOURS: AtomicI64 = AtomicI64::new(11);

fn work(batch: u64, rounds: u64, step: i64) {
    let mut own = 0;
    for round in 1..=rounds {
        own += step;
        if round % batch == 0 {
            HOURS.fetch_add(own, Relaxed);
            own = 0;
        }
    }
    HOURS.fetch_add(own, Relaxed);
}

fn count(up: u64, down: u64) -> i64 {
    let batch = std::env::args().count() as u64 + 2;
    let inc = thread::spawn(move || work(batch, up, 1));
    let dec = thread::spawn(move || work(batch, down, -1));
    inc.join().unwrap();
    dec.join().unwrap();
    HOURS.load(Relaxed).rem_euclid(12)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
