//~ PASSES
//~ OUTCOMES within 2: `14`
//! Two threads share a value on the heap; the last one to be done frees it.
// Where the numbers come from: both read 7, and exactly one learns that it was
// the last.

use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering::*, fence};
use std::{ptr, thread};

static VALUE: AtomicPtr<u64> = AtomicPtr::new(ptr::null_mut());
static OWNERS: AtomicU32 = AtomicU32::new(2);

fn read_and_let_go() -> u64 {
    let value = VALUE.load(Relaxed);
    let read = unsafe { *value };
    if OWNERS.fetch_sub(1, Release) == 1 {
        fence(Acquire);
        drop(unsafe { Box::from_raw(value) });
    }
    read
}

fn main() {
    VALUE.store(Box::into_raw(Box::new(7)), Relaxed);
    let a = thread::spawn(read_and_let_go);
    let b = thread::spawn(read_and_let_go);
    let sum = a.join().unwrap() + b.join().unwrap();
    println!("{sum}");
    assert_eq!((sum, OWNERS.load(Relaxed)), (14, 0));
}
