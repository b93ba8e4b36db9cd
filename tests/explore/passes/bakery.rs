//~ PASSES
//! Lamport's bakery: every thread draws a number, and the lowest number goes first.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::thread;

static CHOOSING: [AtomicBool; 2] = [const { AtomicBool::new(false) }; 2];
static NUMBERS: [AtomicU32; 2] = [const { AtomicU32::new(0) }; 2];
static mut COUNTER: u32 = 0;

fn lock(me: usize) {
    CHOOSING[me].store(true, SeqCst);
    let highest = NUMBERS[0].load(SeqCst).max(NUMBERS[1].load(SeqCst));
    NUMBERS[me].store(highest + 1, SeqCst);
    CHOOSING[me].store(false, SeqCst);
    let other = 1 - me;
    while CHOOSING[other].load(SeqCst) {
        thread::yield_now();
    }
    loop {
        let number = NUMBERS[other].load(SeqCst);
        if number == 0 || (number, other) > (NUMBERS[me].load(SeqCst), me) {
            return;
        }
        thread::yield_now();
    }
}

fn count(me: usize) {
    lock(me);
    unsafe { COUNTER += 1 };
    NUMBERS[me].store(0, SeqCst);
}

fn main() {
    let worker = thread::spawn(|| count(0));
    count(1);
    worker.join().unwrap();
    assert_eq!(unsafe { COUNTER }, 2);
}
