//~ FAILS wrong_result at `*votes.write().unwrap() = so_far + 1;`
//! One list behind a RwLock, but read under one guard and written under another.

use std::sync::{Arc, RwLock};
use std::thread;

/// Writes `rounds` votes on the list, one by one.
fn tally(votes: &RwLock<u64>, rounds: u64) {
    for _ in 0..rounds {
        let so_far = *votes.read().unwrap();
        *votes.write().unwrap() = so_far + 1;
    }
}

/// Lets one clerk count `first` votes and another one `second`, at the same time,
/// and returns how many are on the list.
fn count(first: u64, second: u64) -> u64 {
    let votes = Arc::new(RwLock::new(0));
    let (for_one, for_other) = (Arc::clone(&votes), Arc::clone(&votes));
    let one = thread::spawn(move || tally(&for_one, first));
    let other = thread::spawn(move || tally(&for_other, second));
    one.join().unwrap();
    other.join().unwrap();
    *votes.read().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
