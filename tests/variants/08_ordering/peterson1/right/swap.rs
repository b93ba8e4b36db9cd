//~ PASSES
//! `swap` reads and sets in one step, so one flag is enough.

use std::sync::atomic::{AtomicBool, Ordering::Acquire, Ordering::Release};
use std::thread;

/// Whether somebody is in there.
static HELD: AtomicBool = AtomicBool::new(false);

/// What the lock guards.
static mut COUNTER: i64 = 0;

/// Waits until nobody is in there, and comes in.
fn lock(_me: usize) {
    while HELD.swap(true, Acquire) {
        thread::yield_now();
    }
}

/// Leaves.
fn unlock(_me: usize) {
    HELD.store(false, Release);
}

/// Changes the counter by `step`, `rounds` times, as worker `me`.
fn add(me: usize, step: i64, rounds: u64) {
    for _ in 0..rounds {
        lock(me);
        unsafe { COUNTER += step }
        unlock(me);
    }
}

/// Runs `inc` (worker 0) and `dec` (worker 1) and returns where the counter ends.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || add(0, 1, up));
    let dec = thread::spawn(move || add(1, -1, down));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    unsafe { COUNTER }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
