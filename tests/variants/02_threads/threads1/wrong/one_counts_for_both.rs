//~ FAILS vacuous
//! `dec` only sleeps; `inc` counts up and then down again.

use std::thread;
use std::time::Duration;

/// Counts up, then down.
fn inc(up: u64, down: u64) -> i64 {
    let mut counter = 0;
    for _ in 0..up {
        counter += 1;
    }
    for _ in 0..down {
        counter -= 1;
    }
    counter
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the final value of the counter.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up, down));
    let dec = thread::spawn(move || thread::sleep(Duration::from_millis(1)));
    dec.join().unwrap();
    inc.join().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
