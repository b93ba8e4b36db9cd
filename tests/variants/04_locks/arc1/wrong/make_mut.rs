//~ FAILS wrong_result
//! `Arc::make_mut` copies a number that has several owners before it changes it.

use std::sync::Arc;
use std::thread;

/// Writes `rounds` votes on the list, one by one.
fn tally(mut votes: Arc<u64>, rounds: u64) {
    for _ in 0..rounds {
        *Arc::make_mut(&mut votes) += 1;
    }
}

/// Lets one clerk count `first` votes and another one `second`, at the same time,
/// and returns how many are on the list.
fn count(first: u64, second: u64) -> u64 {
    let votes = Arc::new(0);
    let (for_one, for_other) = (Arc::clone(&votes), Arc::clone(&votes));
    let one = thread::spawn(move || tally(for_one, first));
    let other = thread::spawn(move || tally(for_other, second));
    one.join().unwrap();
    other.join().unwrap();
    *votes
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
