//~ FAILS panic
//~ LINE `*COUNTER.try_lock().expect("lock") += 1;`
//~ OUTCOMES within 2: `2`, `panic: lock: "WouldBlock"`, `panic: other: Any { .. }`
//! `try_lock` never waits, so it may fail; `expect` makes that a panic.
// How the numbers come about: a preemption in the critical section of main or
// of the other makes the one that tries then panic.

use std::sync::Mutex;
use std::thread;

static COUNTER: Mutex<u32> = Mutex::new(0);

fn count() {
    *COUNTER.try_lock().expect("lock") += 1;
}

fn main() {
    let other = thread::spawn(count);
    count();
    other.join().expect("other");
    let value = *COUNTER.lock().unwrap();
    println!("{value}");
    assert_eq!(value, 2);
}
