//~ PASSES
//~ OUTCOMES within 2: `0`
//! A hand-made lock: an exchange to acquire, a store to release.
// Where the numbers come from: one holder at a time, so no update is lost.

use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, Ordering::*};
use std::{hint, thread};

struct SpinLock {
    held: AtomicBool,
    value: UnsafeCell<i64>,
}

unsafe impl Sync for SpinLock {}

static COUNTER: SpinLock = SpinLock {
    held: AtomicBool::new(false),
    value: UnsafeCell::new(0),
};

fn count(step: i64) {
    while COUNTER
        .held
        .compare_exchange(false, true, Acquire, Relaxed)
        .is_err()
    {
        hint::spin_loop();
    }
    unsafe { *COUNTER.value.get() += step };
    COUNTER.held.store(false, Release);
}

fn main() {
    let inc = thread::spawn(|| count(1));
    let dec = thread::spawn(|| count(-1));
    inc.join().unwrap();
    dec.join().unwrap();
    let value = unsafe { *COUNTER.value.get() };
    println!("{value}");
    assert_eq!(value, 0);
}
