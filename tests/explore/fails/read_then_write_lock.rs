//~ FAILS panic
//~ LINE `*COUNTER.write().unwrap() = before + 1;` or `assert!(value == 2, "{value} counted");`
//~ OUTCOMES within 2: `2`, `panic: 1 counted`
//! Read under the read lock, written under the write lock, nothing in between.
// How the numbers come about: a preemption between the two loses one.

use std::sync::RwLock;
use std::thread;

static COUNTER: RwLock<u32> = RwLock::new(0);

fn count() {
    let before = *COUNTER.read().unwrap();
    *COUNTER.write().unwrap() = before + 1;
}

fn main() {
    let other = thread::spawn(count);
    count();
    other.join().unwrap();
    let value = *COUNTER.read().unwrap();
    println!("{value}");
    assert!(value == 2, "{value} counted");
}
