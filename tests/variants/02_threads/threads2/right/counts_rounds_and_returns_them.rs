//~ PASSES
//! Each thread returns how many rounds it has done.

use std::thread;

fn work(rounds: u64) -> i64 {
    let mut round = 0;
    while round < rounds {
        round += 1;
    }
    round as i64
}

fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || work(up));
    let dec = thread::spawn(move || work(down));
    (11 + inc.join().unwrap() - dec.join().unwrap()).rem_euclid(12)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
