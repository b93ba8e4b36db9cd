//~ PASSES
//~ OUTCOMES within 2: `1 2`
//! A value on the heap, published by its address.
// Where the numbers come from: the reader waits for an address, and the value
// was written before the address was stored.

use std::sync::atomic::{AtomicPtr, Ordering::*};
use std::{ptr, thread};

struct Pair {
    a: u32,
    b: u32,
}

static PAIR: AtomicPtr<Pair> = AtomicPtr::new(ptr::null_mut());

fn main() {
    let reader = thread::spawn(|| {
        while PAIR.load(Acquire).is_null() {
            thread::yield_now();
        }
        let pair = unsafe { Box::from_raw(PAIR.swap(ptr::null_mut(), AcqRel)) };
        (pair.a, pair.b)
    });
    let pair = Box::new(Pair { a: 1, b: 2 });
    PAIR.store(Box::into_raw(pair), Release);
    let (a, b) = reader.join().unwrap();
    println!("{a} {b}");
    assert_eq!((a, b), (1, 2));
}
