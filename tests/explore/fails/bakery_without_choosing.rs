//~ FAILS data_race
//~ LINE `unsafe { COUNTER += 1 };`
//! Lamport's bakery without the flag that a thread is choosing its number: both threads can enter.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static NUMBERS: [AtomicU32; 2] = [const { AtomicU32::new(0) }; 2];
static mut COUNTER: u32 = 0;

fn lock(me: usize) {
    let highest = NUMBERS[0].load(SeqCst).max(NUMBERS[1].load(SeqCst));
    NUMBERS[me].store(highest + 1, SeqCst);
    let other = 1 - me;
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
