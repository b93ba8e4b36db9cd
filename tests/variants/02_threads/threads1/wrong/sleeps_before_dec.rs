//~ FAILS wrong_result at `unsafe { COUNTER += 1 }`
//! `dec` starts a little later, but `inc` may not be done by then.

use std::thread;
use std::time::Duration;

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

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the final value of the counter.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    thread::sleep(Duration::from_millis(1));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap();
    dec.join().unwrap();
    unsafe { COUNTER }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
