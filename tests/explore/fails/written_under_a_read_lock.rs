//~ FAILS data_race
//~ LINE `unsafe { *CACHE.1.get() = *factor * 2 };`
//~ OUTCOMES within 2: `6`
//! Readers fill a cache, and two of them may hold the lock at once.
// Where the numbers come from: both threads write 6.

use std::cell::UnsafeCell;
use std::sync::RwLock;
use std::thread;

struct Cache(RwLock<u32>, UnsafeCell<u32>);

unsafe impl Sync for Cache {}

static CACHE: Cache = Cache(RwLock::new(3), UnsafeCell::new(0));

fn fill() {
    let factor = CACHE.0.read().unwrap();
    unsafe { *CACHE.1.get() = *factor * 2 };
}

fn main() {
    let other = thread::spawn(fill);
    fill();
    other.join().unwrap();
    let value = unsafe { *CACHE.1.get() };
    println!("{value}");
    assert_eq!(value, 6);
}
