//~ FAILS data_race at `while WANTS[other].load(Acquire) && TURN.load(Acquire) == other {`
//! A SeqCst fence comes before the check, but none between flag and turn: the turn may be seen before the flag.

use std::sync::atomic::{
    AtomicBool, AtomicUsize,
    Ordering::{Acquire, Release, SeqCst},
    fence,
};
use std::thread;

/// Who wants to come in.
static WANTS: [AtomicBool; 2] = [AtomicBool::new(false), AtomicBool::new(false)];

/// Whose turn it is when both want to come in.
static TURN: AtomicUsize = AtomicUsize::new(0);

/// What the lock guards.
static mut COUNTER: i64 = 0;

/// Waits until the other one is not in here, and comes in.
fn lock(me: usize) {
    let other = 1 - me;
    WANTS[me].store(true, Release);
    TURN.store(other, Release);
    fence(SeqCst);
    while WANTS[other].load(Acquire) && TURN.load(Acquire) == other {
        thread::yield_now();
    }
}

/// Leaves.
fn unlock(me: usize) {
    WANTS[me].store(false, Release);
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
