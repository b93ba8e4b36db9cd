//~ FAILS vacuous
//! `inc` and `dec` step in strict turns, so neither can take two steps in a row.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::Relaxed, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);
static TURN_OF_DEC: AtomicBool = AtomicBool::new(false);

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        while TURN_OF_DEC.load(SeqCst) {
            thread::yield_now();
        }
        let value = COUNTER.load(Relaxed);
        COUNTER.store(value + 1, Relaxed);
        TURN_OF_DEC.store(true, SeqCst);
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        while !TURN_OF_DEC.load(SeqCst) {
            thread::yield_now();
        }
        let value = COUNTER.load(Relaxed);
        COUNTER.store(value - 1, Relaxed);
        TURN_OF_DEC.store(false, SeqCst);
    }
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the final value of the counter.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap();
    dec.join().unwrap();
    COUNTER.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
