//~ FAILS wrong_result at `BUSY.store(true, SeqCst);`
//! The flag is read and then set, in two steps: both threads may see it unset and enter.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static mut COUNTER: i64 = 0;
static BUSY: AtomicBool = AtomicBool::new(false);

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        while BUSY.load(SeqCst) {
            thread::yield_now();
        }
        BUSY.store(true, SeqCst);
        unsafe { COUNTER += 1 }
        BUSY.store(false, SeqCst);
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        while BUSY.load(SeqCst) {
            thread::yield_now();
        }
        BUSY.store(true, SeqCst);
        unsafe { COUNTER -= 1 }
        BUSY.store(false, SeqCst);
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
