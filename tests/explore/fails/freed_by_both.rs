//~ FAILS use_after_free
//~ LINE `drop(unsafe { Box::from_raw(shared) });`
//! Both threads can find the pointer before either removes it, and both free the block. No other thread touches it.

use std::sync::atomic::{AtomicPtr, Ordering::SeqCst};
use std::{ptr, thread};

static SHARED: AtomicPtr<u64> = AtomicPtr::new(ptr::null_mut());

fn take() {
    let shared = SHARED.load(SeqCst);
    if !shared.is_null() {
        SHARED.store(ptr::null_mut(), SeqCst);
        drop(unsafe { Box::from_raw(shared) });
    }
}

fn main() {
    SHARED.store(Box::into_raw(Box::new(7)), SeqCst);
    let other = thread::spawn(take);
    take();
    other.join().unwrap();
}
