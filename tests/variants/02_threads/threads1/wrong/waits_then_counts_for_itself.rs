//~ FAILS vacuous
//! Each thread counts locally, but `dec` starts only when `inc` is done.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// Adds one, `rounds` times, and signals when it is done.
fn inc(rounds: u64, done: &Sender<()>) -> i64 {
    let mut counter = 0;
    for _ in 0..rounds {
        counter += 1;
    }
    done.send(()).unwrap();
    counter
}

/// Waits until `inc` is done, then subtracts one, `rounds` times.
fn dec(rounds: u64, done: &Receiver<()>) -> i64 {
    done.recv().unwrap();
    let mut counter = 0;
    for _ in 0..rounds {
        counter -= 1;
    }
    counter
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the final value of the counter.
fn count(up: u64, down: u64) -> i64 {
    let (done, is_done) = channel();
    let inc = thread::spawn(move || inc(up, &done));
    let dec = thread::spawn(move || dec(down, &is_done));
    inc.join().unwrap() + dec.join().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
