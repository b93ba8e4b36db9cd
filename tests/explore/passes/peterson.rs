//~ PASSES
//~ OUTCOMES within 2: `2`
//! Peterson's lock: the flag, then the turn, then a check of both.
// Where the numbers come from: one thread at a time is in the critical section,
// so no addition is lost.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::{hint, thread};

static WANTS: [AtomicBool; 2] = [AtomicBool::new(false), AtomicBool::new(false)];
static TURN: AtomicUsize = AtomicUsize::new(0);
static mut COUNTER: i64 = 0;

fn count(me: usize) {
    let other = 1 - me;
    WANTS[me].store(true, SeqCst);
    TURN.store(other, SeqCst);
    while WANTS[other].load(SeqCst) && TURN.load(SeqCst) == other {
        hint::spin_loop();
    }
    unsafe { COUNTER += 1 };
    WANTS[me].store(false, SeqCst);
}

fn main() {
    let other = thread::spawn(|| count(1));
    count(0);
    other.join().unwrap();
    let value = unsafe { COUNTER };
    println!("{value}");
    assert_eq!(value, 2);
}
