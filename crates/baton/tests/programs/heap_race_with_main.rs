//! A counter on the heap, allocated by main: main and a thread race on it.

use std::cell::UnsafeCell;
use std::sync::Arc;
use std::thread;

struct Counter(UnsafeCell<i64>);
unsafe impl Sync for Counter {}
unsafe impl Send for Counter {}

fn main() {
    let counter = Arc::new(Counter(UnsafeCell::new(0)));
    let theirs = Arc::clone(&counter);
    let inc = thread::spawn(move || {
        let counter = &*theirs;
        unsafe { *counter.0.get() += 1 }
    });
    unsafe { *counter.0.get() -= 1 };
    inc.join().unwrap();
    println!("{}", unsafe { *counter.0.get() });
}
