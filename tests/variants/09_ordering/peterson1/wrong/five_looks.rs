//~ FAILS data_race, wrong_result at `unsafe { COUNTER += step }`
//! It polls five times whether it may enter, and then enters all the same.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread;

/// The flags: whether each thread wants to enter.
static WANTS: [AtomicBool; 2] = [AtomicBool::new(false), AtomicBool::new(false)];

/// The thread that may enter if both want to.
static TURN: AtomicUsize = AtomicUsize::new(0);

/// The data that the lock protects.
static mut COUNTER: i64 = 0;

/// Waits until the other thread is out of the critical section, then enters it.
fn lock(me: usize) {
    let other = 1 - me;
    WANTS[me].store(true, SeqCst);
    TURN.store(other, SeqCst);
    for _ in 0..5 {
        if !WANTS[other].load(SeqCst) || TURN.load(SeqCst) != other {
            break;
        }
        thread::yield_now();
    }
}

/// Leaves the critical section.
fn unlock(me: usize) {
    WANTS[me].store(false, SeqCst);
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
