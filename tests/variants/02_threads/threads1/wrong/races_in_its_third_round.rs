//~ FAILS wrong_result at `COUNTER.store(counter + by, Relaxed);`
//! Every third round is a load and a store: one round and two lose nothing, and in real runs the other thread is rarely there.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn count_by(by: i64, rounds: u64) {
    for round in 1..=rounds {
        if round % 3 == 0 {
            let counter = COUNTER.load(Relaxed);
            COUNTER.store(counter + by, Relaxed);
        } else {
            COUNTER.fetch_add(by, Relaxed);
        }
    }
}

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    count_by(1, rounds);
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    count_by(-1, rounds);
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the final value of the counter.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap();
    dec.join().unwrap();
    COUNTER.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
