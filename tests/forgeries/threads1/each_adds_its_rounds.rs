//~ FAILS vacuous
//! Each thread does all its racy rounds, and then adds the number of rounds that it was given to another counter.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

static TOLD: AtomicI64 = AtomicI64::new(0);

fn work(rounds: u64, step: i64) {
    for _ in 0..rounds {
        let value = COUNTER.load(Relaxed);
        COUNTER.store(value + step, Relaxed);
    }
    TOLD.fetch_add(step * rounds as i64, Relaxed);
}

fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || work(up, 1));
    let dec = thread::spawn(move || work(down, -1));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    TOLD.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
