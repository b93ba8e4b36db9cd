//~ FAILS wrong_result at `let counted = *votes.lock().unwrap();`
//! One list, but it is read before the clerks are joined.

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
    let (for_one, for_other) = (Arc::clone(&votes), Arc::clone(&votes));
    let one = thread::spawn(move || tally(&for_one, first));
    let other = thread::spawn(move || tally(&for_other, second));
    let counted = *votes.lock().unwrap();
    one.join().unwrap();
    other.join().unwrap();
    counted
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
