//~ PASSES
//! A OnceLock is the data and the flag in one.

use std::sync::OnceLock;
use std::thread;

/// What `inc` has counted, once it is done.
static COUNTED: OnceLock<i64> = OnceLock::new();

/// Counts up `rounds` times, then publishes the counter.
fn inc(rounds: u64) {
    let mut counter = 0;
    for _ in 0..rounds {
        counter += 1;
    }
    COUNTED.set(counter).unwrap();
}

/// Waits until the counter is published, then counts down `rounds` times.
fn dec(rounds: u64) -> i64 {
    let mut counter = *COUNTED.wait();
    for _ in 0..rounds {
        counter -= 1;
    }
    counter
}

/// Runs `inc` and `dec` at the same time, and returns the final value.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap();
    dec.join().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
