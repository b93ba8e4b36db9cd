//~ FAILS data_race
//~ LINE `number += 1;` or `seen = unsafe { *pointer };`
//! A value on a thread's stack is published correctly, but its owner continues to use it.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::thread;

static SHARED: AtomicPtr<u64> = AtomicPtr::new(ptr::null_mut());

fn main() {
    let mut number: u64 = 7;
    SHARED.store(&raw mut number, Ordering::Release);
    let reader = thread::spawn(|| {
        let pointer = SHARED.load(Ordering::Acquire);
        let seen;
        seen = unsafe { *pointer };
        assert!(seen > 6);
    });
    number += 1;
    reader.join().unwrap();
    assert_eq!(number, 8);
}
