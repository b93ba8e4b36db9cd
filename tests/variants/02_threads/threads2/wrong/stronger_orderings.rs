//~ FAILS wrong_result at `COUNTER.store(value + 1, SeqCst);`
//! SeqCst orders the load and the store; it does not make them one operation.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        let value = COUNTER.load(SeqCst);
        COUNTER.store(value + 1, SeqCst);
    }
}

/// Takes one away from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        let value = COUNTER.load(SeqCst);
        COUNTER.store(value - 1, SeqCst);
    }
}

/// Runs `inc` and `dec` at the same time, for `up` and `down` rounds, and returns
/// where the counter ends.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    COUNTER.load(SeqCst)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
