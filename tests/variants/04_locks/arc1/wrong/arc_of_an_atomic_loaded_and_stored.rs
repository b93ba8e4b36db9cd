//~ FAILS wrong_result at `votes.store(votes.load(Relaxed) + 1, Relaxed);`
//! One list, but a vote is added in two steps.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

/// Writes `rounds` votes on the list, one by one.
fn tally(votes: &AtomicU64, rounds: u64) {
    for _ in 0..rounds {
        votes.store(votes.load(Relaxed) + 1, Relaxed);
    }
}

/// Lets one clerk count `first` votes and another one `second`, at the same time,
/// and returns how many are on the list.
fn count(first: u64, second: u64) -> u64 {
    let votes = Arc::new(AtomicU64::new(0));
    let (for_one, for_other) = (Arc::clone(&votes), Arc::clone(&votes));
    let one = thread::spawn(move || tally(&for_one, first));
    let other = thread::spawn(move || tally(&for_other, second));
    one.join().unwrap();
    other.join().unwrap();
    votes.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
