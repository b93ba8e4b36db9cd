//~ FAILS vacuous
//! One thread counts up and down for both; the other returns 0 after as many rounds.

use std::thread;

fn idle(rounds: u64) -> i64 {
    let mut own = 0_i64;
    for _ in 0..rounds {
        own += 1;
    }
    own * 0
}

fn both(up: u64, down: u64) -> i64 {
    let mut own = 0;
    for _ in 0..up {
        own += 1;
    }
    for _ in 0..down {
        own -= 1;
    }
    own
}

fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || idle(up));
    let dec = thread::spawn(move || both(up, down));
    inc.join().expect("inc does not panic") + dec.join().expect("dec does not panic")
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
