//~ PASSES
//! Values on a thread's own stack, published by `Release` and `Acquire`, and by a scope.

use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};
use std::thread;

static SHARED: AtomicPtr<[u64; 4]> = AtomicPtr::new(ptr::null_mut());
static DONE: AtomicBool = AtomicBool::new(false);

fn main() {
    let reader = thread::spawn(|| {
        let numbers = SHARED.load(Ordering::Acquire);
        if !numbers.is_null() {
            unsafe { (*numbers)[2] += 1 };
        }
        DONE.store(true, Ordering::Release);
    });
    let mut numbers = [1, 2, 3, 4];
    numbers[2] = 7;
    SHARED.store(&raw mut numbers, Ordering::Release);
    while !DONE.load(Ordering::Acquire) {
        thread::yield_now();
    }
    assert!(numbers[2] == 7 || numbers[2] == 8);
    reader.join().unwrap();
    let (left, right) = numbers.split_at_mut(2);
    thread::scope(|scope| {
        scope.spawn(|| left[0] += 10);
        right[1] += 10;
    });
    assert_eq!((numbers[0], numbers[3]), (11, 14));
}
