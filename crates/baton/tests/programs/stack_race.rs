//! A scoped thread writes a value on main's stack while main reads it.

use std::cell::UnsafeCell;
use std::thread;

struct Value(UnsafeCell<u32>);
unsafe impl Sync for Value {}

fn main() {
    let value = Value(UnsafeCell::new(0));
    let value = &value;
    thread::scope(|scope| {
        scope.spawn(|| unsafe { *value.0.get() = 1 });
        println!("{}", unsafe { *value.0.get() });
    });
}
