//~ FAILS wrong_result at `unsafe { COUNTER = value - 1 }`
//! Yielding between the read and the write makes the lost update more likely.

use std::thread;

static mut COUNTER: i64 = 0;

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        let value = unsafe { COUNTER };
        thread::yield_now();
        unsafe { COUNTER = value + 1 }
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        let value = unsafe { COUNTER };
        thread::yield_now();
        unsafe { COUNTER = value - 1 }
    }
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the final value of the counter.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap();
    dec.join().unwrap();
    unsafe { COUNTER }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
