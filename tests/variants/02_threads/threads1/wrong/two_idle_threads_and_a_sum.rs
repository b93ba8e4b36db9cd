//~ FAILS vacuous
//! Both threads are spawned and neither counts; the result is computed elsewhere.

use std::thread;

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the final value of the counter.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(|| ());
    let dec = thread::spawn(|| ());
    inc.join().unwrap();
    dec.join().unwrap();
    up as i64 - down as i64
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
