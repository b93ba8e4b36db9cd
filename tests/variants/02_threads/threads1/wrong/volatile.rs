//~ FAILS wrong_result at `(&raw mut COUNTER).write_volatile(value + 1);`
//! A volatile read and a volatile write are still two steps, and still a data race.

use std::thread;

static mut COUNTER: i64 = 0;

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        unsafe {
            let value = (&raw const COUNTER).read_volatile();
            (&raw mut COUNTER).write_volatile(value + 1);
        }
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        unsafe {
            let value = (&raw const COUNTER).read_volatile();
            (&raw mut COUNTER).write_volatile(value - 1);
        }
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
