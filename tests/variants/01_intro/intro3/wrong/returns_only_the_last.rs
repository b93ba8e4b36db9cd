//~ FAILS wrong_result
//! Only the jar of the second helper is counted.

use std::thread;

/// Lets one helper put in `first` sweets and another one `second`, at the same
/// time, and returns how many are in the jar.
fn count(first: u64, second: u64) -> u64 {
    let mut jar = 0;
    let one = thread::spawn(move || {
        for _ in 0..first {
            jar += 1;
        }
        jar
    });
    let other = thread::spawn(move || {
        for _ in 0..second {
            jar += 1;
        }
        jar
    });
    one.join().unwrap();
    jar = other.join().unwrap();
    jar
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
