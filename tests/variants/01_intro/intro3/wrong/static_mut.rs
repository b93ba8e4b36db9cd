//~ FAILS wrong_result at `unsafe { JAR += 1 }`
//! One jar, but its sweets are added in three steps: an update gets lost.

use std::thread;

static mut JAR: u64 = 0;

fn fill(sweets: u64) {
    for _ in 0..sweets {
        unsafe { JAR += 1 }
    }
}

/// Lets one helper put in `first` sweets and another one `second`, at the same
/// time, and returns how many are in the jar.
fn count(first: u64, second: u64) -> u64 {
    let one = thread::spawn(move || fill(first));
    let other = thread::spawn(move || fill(second));
    one.join().unwrap();
    other.join().unwrap();
    unsafe { JAR }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
