//~ FAILS panic
//~ LINE `*COUNTER.write().unwrap() = before + 1;` or `assert!(value == 2, "{value} counted");`
//~ OUTCOMES within 2: `2`, `panic: 1 counted`
//! The value is read under the read lock and written under the write lock; in between no lock is held.
// Where the numbers come from: a preemption between the two loses an update.

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
