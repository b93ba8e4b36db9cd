//~ FAILS wrong_result at `unsafe { COUNTER = black_box(COUNTER + 1) }`
//! `black_box` stops the compiler from shortening the work; it does not exclude the other thread.

use std::hint::black_box;
use std::thread;

static mut COUNTER: i64 = 0;

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        unsafe { COUNTER = black_box(COUNTER + 1) }
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        unsafe { COUNTER = black_box(COUNTER - 1) }
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
