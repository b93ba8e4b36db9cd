//~ FAILS panic
//~ LINE `unsafe { *cell.0.get() += 1 };` or `assert!(value == 2, "{value} counted");`
//~ OUTCOMES within 1: `2`, `panic: 1 counted`
//! Main and a thread change a counter on the heap, without a lock.
// Where the numbers come from: main preempted between read and write loses one update.

use std::cell::UnsafeCell;
use std::sync::Arc;
use std::thread;

struct Shared(UnsafeCell<u32>);

unsafe impl Send for Shared {}
unsafe impl Sync for Shared {}

fn count(cell: &Shared) {
    unsafe { *cell.0.get() += 1 };
}

fn main() {
    let cell = Arc::new(Shared(UnsafeCell::new(0)));
    let theirs = Arc::clone(&cell);
    let other = thread::spawn(move || count(&theirs));
    count(&cell);
    other.join().unwrap();
    let value = unsafe { *cell.0.get() };
    assert!(value == 2, "{value} counted");
    println!("{value}");
}
