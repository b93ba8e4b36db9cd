//~ PASSES
//~ OUTCOMES within 2: `1 1 0`
//! Each thread has its own counter.
// Where the numbers come from: each adds one to its own; main's stays 0.

use std::cell::Cell;
use std::thread;

thread_local! {
    static OWN: Cell<u32> = const { Cell::new(0) };
}

fn main() {
    let count = || {
        OWN.set(OWN.get() + 1);
        OWN.get()
    };
    let a = thread::spawn(count);
    let b = thread::spawn(count);
    let (a, b) = (a.join().unwrap(), b.join().unwrap());
    println!("{a} {b} {}", OWN.get());
    assert_eq!((a, b, OWN.get()), (1, 1, 0));
}
