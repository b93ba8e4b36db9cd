//~ FAILS data_race, use_after_free, panic
//! A hazard pointer is set without checking again that the value is still current: it may be freed already.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering::SeqCst};
use std::thread;

static CURRENT: AtomicPtr<u32> = AtomicPtr::new(ptr::null_mut());
static HAZARD: AtomicPtr<u32> = AtomicPtr::new(ptr::null_mut());

fn read() -> u32 {
    let current = CURRENT.load(SeqCst);
    HAZARD.store(current, SeqCst);
    let value = unsafe { *current };
    HAZARD.store(ptr::null_mut(), SeqCst);
    value
}

fn main() {
    CURRENT.store(Box::into_raw(Box::new(1)), SeqCst);
    let reader = thread::spawn(read);
    let old = CURRENT.swap(Box::into_raw(Box::new(2)), SeqCst);
    while HAZARD.load(SeqCst) == old {
        thread::yield_now();
    }
    drop(unsafe { Box::from_raw(old) });
    let value = reader.join().unwrap();
    assert!(value == 1 || value == 2);
}
