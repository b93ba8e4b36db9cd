//~ FAILS panic
//~ LINE `COUNTER.store(before + 1, SeqCst);` or `HELD.store(true, SeqCst);` or `assert!(value == 2, "{value} counted");`
//~ OUTCOMES within 2: `2`, `panic: 1 counted`
//! A lock made of a flag that is read first and set afterwards.
// Where the numbers come from: both threads may find it free, and then lose an
// update: one preemption between read and set, one between load and store.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::{hint, thread};

static HELD: AtomicBool = AtomicBool::new(false);
static COUNTER: AtomicU32 = AtomicU32::new(0);

fn count() {
    while HELD.load(SeqCst) {
        hint::spin_loop();
    }
    HELD.store(true, SeqCst);
    let before = COUNTER.load(SeqCst);
    COUNTER.store(before + 1, SeqCst);
    HELD.store(false, SeqCst);
}

fn main() {
    let other = thread::spawn(count);
    count();
    other.join().unwrap();
    let value = COUNTER.load(SeqCst);
    println!("{value}");
    assert!(value == 2, "{value} counted");
}
