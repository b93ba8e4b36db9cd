//! A hand-made lock: an exchange to acquire, a store to release.

use std::cell::UnsafeCell;
use std::hint;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::*};
use std::thread::{self, JoinHandle};

struct SpinLock {
    held: AtomicBool,
    value: UnsafeCell<i64>,
}

unsafe impl Sync for SpinLock {}

fn count(counter: &Arc<SpinLock>, step: i64) -> JoinHandle<()> {
    let counter = Arc::clone(counter);
    thread::spawn(move || {
        let held = &counter.held;
        while held
            .compare_exchange(false, true, Acquire, Relaxed)
            .is_err()
        {
            hint::spin_loop();
        }
        unsafe { *counter.value.get() += step };
        held.store(false, Release);
    })
}

fn main() {
    let counter = Arc::new(SpinLock {
        held: AtomicBool::new(false),
        value: UnsafeCell::new(0),
    });
    let (inc, dec) = (count(&counter, 1), count(&counter, -1));
    inc.join().unwrap();
    dec.join().unwrap();
    assert_eq!(unsafe { *counter.value.get() }, 0);
}
