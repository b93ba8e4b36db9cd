//~ PASSES
//! The fork with the smaller number is locked first.

use check::{Fork, bite};
use std::sync::Mutex;

/// The forks: fork 0 lies to the left of seat 0, and so on around the table.
static FORKS: [Mutex<Fork>; 3] = [const { Mutex::new(Fork::new()) }; 3];

/// The philosopher at this seat takes one bite.
fn eat(seat: usize) {
    let right = (seat + 1) % 3;
    let (low, high) = (&FORKS[seat.min(right)], &FORKS[seat.max(right)]);
    let mut low = low.lock().unwrap();
    let mut high = high.lock().unwrap();
    bite(&mut low, &mut high);
}

/// How many times each fork was used.
fn uses() -> [u64; 3] {
    [0, 1, 2].map(|fork| {
        let fork = FORKS[fork].lock().unwrap();
        fork.used()
    })
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
