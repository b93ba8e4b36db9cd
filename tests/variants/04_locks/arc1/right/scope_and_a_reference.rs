//~ PASSES
//! In a scope, both threads borrow the list from `count`.

use std::sync::Mutex;
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
    let votes = Mutex::new(0);
    thread::scope(|scope| {
        scope.spawn(|| tally(&votes, first));
        scope.spawn(|| tally(&votes, second));
    });
    votes.into_inner().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
