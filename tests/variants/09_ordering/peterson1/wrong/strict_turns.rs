//~ FAILS vacuous
//! Strict turns exclude each other, but a thread with more rounds than the other waits forever.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;

/// The thread that may enter next.
static TURN: AtomicUsize = AtomicUsize::new(0);

/// The data that the lock protects.
static mut COUNTER: i64 = 0;

/// Waits for its own turn, then enters the critical section.
fn lock(me: usize) {
    while TURN.load(SeqCst) != me {
        thread::yield_now();
    }
}

/// Leaves the critical section.
fn unlock(me: usize) {
    TURN.store(1 - me, SeqCst);
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
