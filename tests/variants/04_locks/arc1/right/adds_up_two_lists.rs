//~ PASSES
//! Each clerk keeps a list of its own, and `count` adds up.

use std::sync::{Arc, Mutex};
use std::thread;

/// Writes `rounds` votes on the list, one by one.
fn tally(votes: &Mutex<u64>, rounds: u64) {
    for _ in 0..rounds {
        *votes.lock().unwrap() += 1;
    }
}

/// Lets one clerk count `first` votes and another one `second`, at the same time,
/// and returns how many are on the list.
fn count(first: u64, second: u64) -> u64 {
    let votes = Arc::new(Mutex::new(0));
    let more_votes = Arc::new(Mutex::new(0));
    let (for_one, for_other) = (Arc::clone(&votes), Arc::clone(&more_votes));
    let one = thread::spawn(move || tally(&for_one, first));
    let other = thread::spawn(move || tally(&for_other, second));
    one.join().unwrap();
    other.join().unwrap();
    *votes.lock().unwrap() + *more_votes.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
