//~ FAILS vacuous
//! One thread counts up and down for both; the other undoes all of its own steps at the end.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn inc(rounds: u64) {
    for _ in 0..rounds {
        COUNTER.fetch_add(1, Relaxed);
    }
    COUNTER.fetch_sub(rounds as i64, Relaxed);
}

fn both(up: u64, down: u64) {
    for _ in 0..down {
        COUNTER.fetch_sub(1, Relaxed);
    }
    for _ in 0..up {
        COUNTER.fetch_add(1, Relaxed);
    }
}

fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || both(up, down));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    COUNTER.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
