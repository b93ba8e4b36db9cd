//~ FAILS data_race
//~ LINE `let first = scope.spawn(|| unsafe { *cell.0.get() = 1 });` or `let second = unsafe { *cell.0.get() };`
//~ OUTCOMES within 2: `0`, `1`
//! A scoped thread writes a value on main's stack while main reads
//! it.
// Where the numbers come from: before the write or after it; main accepts
// either.

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
