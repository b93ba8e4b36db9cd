//~ PASSES
//! A spin lock written with the paths of `core` and `alloc`: they are the same types as std's.

extern crate alloc;

use alloc::sync::Arc;
use core::cell::UnsafeCell;
use core::hint;
use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;
use std::thread;

struct SpinLock {
    taken: AtomicBool,
    value: UnsafeCell<alloc::vec::Vec<u32>>,
}

unsafe impl Sync for SpinLock {}

impl SpinLock {
    fn push(&self, value: u32) {
        while self
            .taken
            .compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed)
            .is_err()
        {
            hint::spin_loop();
        }
        unsafe { (*self.value.get()).push(value) };
        release(&self.taken);
    }
}

/// Accepts only the type by std's path.
fn release(taken: &std::sync::atomic::AtomicBool) {
    taken.store(false, std::sync::atomic::Ordering::Release);
}

fn main() {
    let lock = Arc::new(SpinLock {
        taken: AtomicBool::new(false),
        value: UnsafeCell::new(alloc::vec![0]),
    });
    let other = {
        let lock: std::sync::Arc<SpinLock> = Arc::clone(&lock);
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(1));
            lock.push(1);
        })
    };
    lock.push(2);
    other.join().unwrap();
    let seen = unsafe { (*lock.value.get()).len() };
    assert_eq!(seen, 3, "{}", alloc::format!("{:?}", core::any::type_name::<SpinLock>()));
}
