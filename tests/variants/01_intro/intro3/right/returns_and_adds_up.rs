//~ PASSES
//! Each helper returns what it has put in, and `count` adds up.

use std::thread;

/// Lets one helper put in `first` sweets and another one `second`, at the same
/// time, and returns how many are in the jar.
fn count(first: u64, second: u64) -> u64 {
    let mut jar = 0;
    let helpers = [first, second].map(|sweets| {
        thread::spawn(move || {
            let mut bag = 0;
            for _ in 0..sweets {
                bag += 1;
            }
            bag
        })
    });
    for helper in helpers {
        jar += helper.join().unwrap();
    }
    jar
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
