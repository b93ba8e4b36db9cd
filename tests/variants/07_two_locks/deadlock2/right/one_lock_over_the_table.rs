//~ PASSES
//! One lock covers all the forks, so only one thread eats at a time.

use check::{Fork, bite};
use std::sync::Mutex;

/// All the forks, under one lock.
static TABLE: Mutex<[Fork; 3]> = Mutex::new([const { Fork::new() }; 3]);

/// The philosopher at this seat takes one bite.
fn eat(seat: usize) {
    let mut forks = TABLE.lock().unwrap();
    let both = forks.get_disjoint_mut([seat, (seat + 1) % 3]);
    let [left, right] = both.expect("two forks lie beside each plate");
    bite(left, right);
}

/// How many times each fork was used.
fn uses() -> [u64; 3] {
    let forks = TABLE.lock().unwrap();
    [0, 1, 2].map(|fork| forks[fork].used())
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
