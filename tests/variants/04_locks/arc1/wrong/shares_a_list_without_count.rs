//~ FAILS wrong_result
//! The clerks share one list, but `count` looks at another one.

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
    let votes = Mutex::new(0);
    let for_one = Arc::new(Mutex::new(*votes.lock().unwrap()));
    let for_other = Arc::clone(&for_one);
    let one = thread::spawn(move || tally(&for_one, first));
    let other = thread::spawn(move || tally(&for_other, second));
    one.join().unwrap();
    other.join().unwrap();
    *votes.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
