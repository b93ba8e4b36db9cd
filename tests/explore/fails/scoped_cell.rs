//~ FAILS data_race
//~ LINE `let first = scope.spawn(|| unsafe { *cell.0.get() = 1 });` or `let second = unsafe { *cell.0.get() };`
//~ OUTCOMES within 2: `0`, `1`
//! A value on main's stack, written by a scoped thread and read by main
//! meanwhile.
// How the numbers come about: before the write or after it; either is fine with
// main.

use std::cell::UnsafeCell;
use std::thread;

struct Shared(UnsafeCell<u32>);

unsafe impl Sync for Shared {}

fn main() {
    let cell = Shared(UnsafeCell::new(0));
    let cell = &cell;
    thread::scope(|scope| {
        let first = scope.spawn(|| unsafe { *cell.0.get() = 1 });
        let second = unsafe { *cell.0.get() };
        println!("{second}");
        assert!(first.join().is_ok() && second <= 1);
    });
}
