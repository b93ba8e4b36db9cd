//~ PASSES
//~ OUTCOMES within 2: `set`
//! A thread parks in a loop until a flag is set; one token comes too early.
// Where the numbers come from: the loop checks again after each park, and a
// token comes after the flag.

use std::sync::atomic::{AtomicBool, Ordering::*};
use std::thread;

static FLAG: AtomicBool = AtomicBool::new(false);

fn main() {
    let waiter = thread::spawn(|| {
        while !FLAG.load(Acquire) {
            thread::park();
        }
        FLAG.load(Relaxed)
    });
    waiter.thread().unpark();
    FLAG.store(true, Release);
    waiter.thread().unpark();
    let set = waiter.join().unwrap();
    println!("{}", if set { "set" } else { "not set" });
    assert!(set);
}
