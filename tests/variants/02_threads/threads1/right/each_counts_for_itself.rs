//~ PASSES
//! Each thread returns its own count; the two are added up after both joins.

use std::thread;

/// Counts up from zero, `rounds` times.
fn inc(rounds: u64) -> i64 {
    let mut counter = 0;
    for _ in 0..rounds {
        counter += 1;
    }
    counter
}

/// Counts down from zero, `rounds` times.
fn dec(rounds: u64) -> i64 {
    let mut counter = 0;
    for _ in 0..rounds {
        counter -= 1;
    }
    counter
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the final value of the counter.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap() + dec.join().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
