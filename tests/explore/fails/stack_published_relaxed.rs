//~ FAILS data_race
//~ LINE `let seen = unsafe { *number };` or `number = 7;`
//! A value on a thread's own stack is published by a `Relaxed` pointer.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::thread;

static SHARED: AtomicPtr<u64> = AtomicPtr::new(ptr::null_mut());

fn main() {
    let reader = thread::spawn(|| {
        let number = SHARED.load(Ordering::Relaxed);
        if !number.is_null() {
            let seen = unsafe { *number };
            assert_eq!(seen, 7);
        }
    });
    let mut number: u64 = 5;
    println!("{number}");
    number = 7;
    SHARED.store(&raw mut number, Ordering::Relaxed);
    reader.join().unwrap();
    assert_eq!(number, 7);
}
