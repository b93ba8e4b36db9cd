//~ FAILS vacuous
//! Each thread counts in its own variable, and then returns the number of rounds that it was given.

use std::hint::black_box;
use std::thread;

fn work(rounds: u64) -> i64 {
    let mut own = 0_i64;
    for _ in 0..rounds {
        own = black_box(own + 1);
    }
    rounds as i64
}

fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || work(up));
    let dec = thread::spawn(move || work(down));
    inc.join().expect("inc does not panic") - dec.join().expect("dec does not panic")
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
