//~ FAILS vacuous
//! `count` does the work itself when the helpers are done.

use std::thread;

/// Lets one helper put in `first` sweets and another one `second`, at the same
/// time, and returns how many are in the jar.
fn count(first: u64, second: u64) -> u64 {
    let one = thread::spawn(move || println!("first helper: {first} sweets"));
    let other = thread::spawn(move || println!("second helper: {second} sweets"));
    one.join().unwrap();
    other.join().unwrap();
    let mut jar = 0;
    for _ in 0..first + second {
        jar += 1;
    }
    jar
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
