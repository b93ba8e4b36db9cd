//~ FAILS vacuous
//! Each thread does all its racy rounds, and then returns the number of rounds that it was given.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn inc(rounds: u64) -> i64 {
    for _ in 0..rounds {
        let value = COUNTER.load(Relaxed);
        COUNTER.store(value + 1, Relaxed);
    }
    rounds as i64
}

fn dec(rounds: u64) -> i64 {
    for _ in 0..rounds {
        let value = COUNTER.load(Relaxed);
        COUNTER.store(value - 1, Relaxed);
    }
    rounds as i64
}

fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().expect("inc does not panic") - dec.join().expect("dec does not panic")
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
