//~ PASSES
//! The helpers send each sweet to `count`, which fills the jar.

use std::sync::mpsc;
use std::thread;

/// Lets one helper put in `first` sweets and another one `second`, at the same
/// time, and returns how many are in the jar.
fn count(first: u64, second: u64) -> u64 {
    let (sweets, received) = mpsc::channel();
    let mut jar = 0;
    let helpers = [first, second].map(|rounds| {
        let sweets = sweets.clone();
        thread::spawn(move || {
            for _ in 0..rounds {
                sweets.send(()).unwrap();
            }
        })
    });
    drop(sweets);
    for () in received {
        jar += 1;
    }
    for helper in helpers {
        helper.join().unwrap();
    }
    jar
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
