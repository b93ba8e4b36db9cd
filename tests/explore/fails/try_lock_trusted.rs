//~ FAILS panic
//~ LINE `*COUNTER.try_lock().expect("lock") += 1;`
//~ OUTCOMES within 2: `2`, `panic: lock: "WouldBlock"`, `panic: other: Any { .. }`
//! `try_lock` does not wait, so it may fail; `expect` makes that a panic.
// Where the numbers come from: a preemption in the critical section of main or
// of the thread makes the other's `try_lock` panic.

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
