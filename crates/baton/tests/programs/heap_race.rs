//! A counter on the heap, allocated by main: two threads race on it.

use std::cell::UnsafeCell;
use std::sync::Arc;
use std::thread;

struct Counter(UnsafeCell<i64>);
unsafe impl Sync for Counter {}
unsafe impl Send for Counter {}

fn main() {
    let counter = Arc::new(Counter(UnsafeCell::new(0)));
    let threads = [1, -1].map(|step| {
        let counter = Arc::clone(&counter);
        thread::spawn(move || {
            let counter = &*counter;
            unsafe { *counter.0.get() += step }
        })
    });
    for thread in threads {
        thread.join().unwrap();
    }
    println!("{}", unsafe { *counter.0.get() });
}
