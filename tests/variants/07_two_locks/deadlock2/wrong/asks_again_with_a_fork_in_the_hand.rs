//~ FAILS livelock at `if let Ok(right) = right.try_lock() {`
//! All threads poll their second fork, and none releases its first.

use check::{Fork, bite};
use std::sync::Mutex;
use std::thread;

/// The forks: fork 0 lies to the left of seat 0, and so on around the table.
static FORKS: [Mutex<Fork>; 3] = [const { Mutex::new(Fork::new()) }; 3];

/// The philosopher at this seat takes one bite.
fn eat(seat: usize) {
    let (left, right) = (&FORKS[seat], &FORKS[(seat + 1) % 3]);
    let mut left = left.lock().unwrap();
    let mut right = loop {
        if let Ok(right) = right.try_lock() {
            break right;
        }
        thread::yield_now();
    };
    bite(&mut left, &mut right);
}

/// How many times each fork was used.
fn uses() -> [u64; 3] {
    [0, 1, 2].map(|fork| {
        let fork = FORKS[fork].lock().unwrap();
        fork.used()
    })
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
