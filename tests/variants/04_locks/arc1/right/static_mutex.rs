//~ PASSES
//! The list is a `static`, which lives as long as the program.

use std::sync::Mutex;
use std::thread;

static VOTES: Mutex<u64> = Mutex::new(0);

/// Writes `rounds` votes on the list, one by one.
fn tally(votes: &Mutex<u64>, rounds: u64) {
    for _ in 0..rounds {
        *votes.lock().unwrap() += 1;
    }
}

/// Lets one clerk count `first` votes and another one `second`, at the same time,
/// and returns how many are on the list.
fn count(first: u64, second: u64) -> u64 {
    let one = thread::spawn(move || tally(&VOTES, first));
    let other = thread::spawn(move || tally(&VOTES, second));
    one.join().unwrap();
    other.join().unwrap();
    *VOTES.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
