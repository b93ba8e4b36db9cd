//~ FAILS wrong_result
//! Each helper has its own copy of the jar still, now with a lock around it.

use std::sync::Mutex;
use std::thread;

/// Lets one helper put in `first` sweets and another one `second`, at the same
/// time, and returns how many are in the jar.
fn count(first: u64, second: u64) -> u64 {
    let jar = 0;
    let helpers = [first, second].map(|sweets| {
        let jar = Mutex::new(jar);
        thread::spawn(move || {
            for _ in 0..sweets {
                *jar.lock().unwrap() += 1;
            }
        })
    });
    for helper in helpers {
        helper.join().unwrap();
    }
    jar
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
