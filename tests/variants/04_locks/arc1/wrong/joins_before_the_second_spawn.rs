//~ FAILS vacuous
//! The second clerk begins when the first is done, and takes its list over.

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
    let for_one = Arc::clone(&votes);
    thread::spawn(move || tally(&for_one, first))
        .join()
        .unwrap();
    let for_other = Arc::clone(&votes);
    thread::spawn(move || tally(&for_other, second))
        .join()
        .unwrap();
    *votes.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
