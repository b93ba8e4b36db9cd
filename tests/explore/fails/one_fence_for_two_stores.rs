//~ FAILS panic
//~ LINE `TURN.store(other, Release);`
//! Peterson's lock with one fence only: a thread may give the turn away before the other one does that gave it away earlier.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::*, fence};
use std::{hint, thread};

static WANTS: [AtomicBool; 2] = [AtomicBool::new(false), AtomicBool::new(false)];
static TURN: AtomicUsize = AtomicUsize::new(0);
static mut COUNTER: i64 = 0;

fn add(me: usize, step: i64) {
    let other = 1 - me;
    WANTS[me].store(true, Release);
    TURN.store(other, Release);
    fence(SeqCst);
    while WANTS[other].load(Acquire) && TURN.load(Acquire) == other {
        hint::spin_loop();
    }
    unsafe { COUNTER += step };
    WANTS[me].store(false, Release);
}

fn main() {
    let inc = thread::spawn(|| add(0, 1));
    let dec = thread::spawn(|| add(1, -1));
    inc.join().unwrap();
    dec.join().unwrap();
    assert_eq!(unsafe { COUNTER }, 0);
}
