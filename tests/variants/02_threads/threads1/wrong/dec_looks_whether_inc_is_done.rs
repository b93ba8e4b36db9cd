//~ FAILS data_race
//! `dec` is spawned in time, but then spins until `inc` is done: nothing runs concurrently.

use std::thread;

static mut COUNTER: i64 = 0;

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        unsafe { COUNTER += 1 }
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        unsafe { COUNTER -= 1 }
    }
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds; returns the final value.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || {
        while !inc.is_finished() {
            thread::yield_now();
        }
        dec(down);
        inc.join().unwrap();
    });
    dec.join().unwrap();
    unsafe { COUNTER }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
