//~ FAILS data_race
//~ LINE `seen = unsafe { *shared.0.get() };` or `unsafe { *shared.0.get() += 1 };`
//! `strong_count` is a `Relaxed` load: a count of 1 does not publish what the other thread has done.

use std::cell::UnsafeCell;
use std::sync::Arc;
use std::thread;

struct Shared(UnsafeCell<u32>);
unsafe impl Sync for Shared {}

fn main() {
    let shared = Arc::new(Shared(UnsafeCell::new(0)));
    let other = {
        let shared = Arc::clone(&shared);
        thread::spawn(move || {
            unsafe { *shared.0.get() += 1 };
        })
    };
    if Arc::strong_count(&shared) == 1 {
        let seen;
        seen = unsafe { *shared.0.get() };
        println!("{}", seen == 1);
    }
    other.join().unwrap();
}
