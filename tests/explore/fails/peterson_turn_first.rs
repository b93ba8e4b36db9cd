//~ FAILS panic
//~ LINE `COUNTER.store(before + 1, SeqCst);` or `TURN.store(other, SeqCst);` or `WANTS[me].store(true, SeqCst);` or `assert!(value == 2, "{value} counted");`
//! Peterson's lock with the turn set before the flag: both threads can enter.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::{hint, thread};

static WANTS: [AtomicBool; 2] = [AtomicBool::new(false), AtomicBool::new(false)];
static TURN: AtomicUsize = AtomicUsize::new(0);
static COUNTER: AtomicUsize = AtomicUsize::new(0);

fn count(me: usize) {
    let other = 1 - me;
    TURN.store(other, SeqCst);
    WANTS[me].store(true, SeqCst);
    while WANTS[other].load(SeqCst) && TURN.load(SeqCst) == other {
        hint::spin_loop();
    }
    let before = COUNTER.load(SeqCst);
    COUNTER.store(before + 1, SeqCst);
    WANTS[me].store(false, SeqCst);
}

fn main() {
    let other = thread::spawn(|| count(1));
    count(0);
    other.join().unwrap();
    let value = COUNTER.load(SeqCst);
    println!("{value}");
    assert!(value == 2, "{value} counted");
}
