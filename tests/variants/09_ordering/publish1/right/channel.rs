//~ PASSES
//! The counter itself is sent to the thread that continues with it.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// Counts up `rounds` times, then publishes the counter.
fn inc(rounds: u64, publish: Sender<i64>) {
    let mut counter = 0;
    for _ in 0..rounds {
        counter += 1;
    }
    publish.send(counter).unwrap();
}

/// Waits until the counter is published, then counts down `rounds` times.
fn dec(rounds: u64, published: Receiver<i64>) -> i64 {
    let mut counter = published.recv().unwrap();
    for _ in 0..rounds {
        counter -= 1;
    }
    counter
}

/// Runs `inc` and `dec` at the same time, and returns the final value.
fn count(up: u64, down: u64) -> i64 {
    let (publish, published) = channel();
    let inc = thread::spawn(move || inc(up, publish));
    let dec = thread::spawn(move || dec(down, published));
    inc.join().unwrap();
    dec.join().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
