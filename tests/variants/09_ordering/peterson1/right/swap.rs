//~ PASSES
//! `swap` reads and sets in one step, so one flag is enough.

use std::sync::atomic::{AtomicBool, Ordering::Acquire, Ordering::Release};
use std::thread;

/// Whether a thread is in the critical section.
static HELD: AtomicBool = AtomicBool::new(false);

/// The data that the lock protects.
static mut COUNTER: i64 = 0;

/// Waits until the critical section is free, then enters it.
fn lock(_me: usize) {
    while HELD.swap(true, Acquire) {
        thread::yield_now();
    }
}

/// Leaves the critical section.
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

/// Runs `inc` (worker 0) and `dec` (worker 1) and returns the final value of the counter.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || add(0, 1, up));
    let dec = thread::spawn(move || add(1, -1, down));
    inc.join().unwrap();
    dec.join().unwrap();
    unsafe { COUNTER }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
