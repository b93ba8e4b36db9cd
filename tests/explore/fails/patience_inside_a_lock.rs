//~ FAILS panic
//~ LINE `COUNTER.store(value + step, SeqCst);`
//! The lock polls a hundred times whether it is free, and then enters all the same.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::SeqCst};
use std::thread;

static TAKEN: AtomicBool = AtomicBool::new(false);
static COUNTER: AtomicI64 = AtomicI64::new(0);

fn add(step: i64) {
    for _ in 0..100 {
        if !TAKEN.swap(true, SeqCst) {
            break;
        }
        thread::yield_now();
    }
    let value = COUNTER.load(SeqCst);
    COUNTER.store(value + step, SeqCst);
    TAKEN.store(false, SeqCst);
}

fn main() {
    let inc = thread::spawn(|| add(1));
    let dec = thread::spawn(|| add(-1));
    inc.join().unwrap();
    dec.join().unwrap();
    assert_eq!(COUNTER.load(SeqCst), 0);
}
