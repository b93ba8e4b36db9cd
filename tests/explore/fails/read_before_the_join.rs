//~ FAILS data_race
//~ LINE `let early = unsafe { *cell.0.get() };` or `let writer = thread::spawn(move || write(&theirs));` or `unsafe { *cell.0.get() = 1 };`
//~ OUTCOMES within 2: `0`, `1`
//! Main reads a value on the heap while the thread may write it.
// Where the numbers come from: before the write or after it; main accepts
// either.

use std::cell::UnsafeCell;
use std::sync::Arc;
use std::thread;

struct Shared(UnsafeCell<u32>);

unsafe impl Send for Shared {}
unsafe impl Sync for Shared {}

fn write(cell: &Shared) {
    unsafe { *cell.0.get() = 1 };
}

fn main() {
    let cell = Arc::new(Shared(UnsafeCell::new(0)));
    let theirs = Arc::clone(&cell);
    let writer = thread::spawn(move || write(&theirs));
    let early = unsafe { *cell.0.get() };
    writer.join().unwrap();
    println!("{early}");
    assert!(early <= 1);
}
