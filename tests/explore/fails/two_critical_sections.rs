//~ FAILS panic
//~ LINE `*COUNTER.lock().unwrap() = before + 1;` or `assert!(value == 2, "{value} counted");`
//~ OUTCOMES within 2: `2`, `panic: 1 counted`
//! The value is read under the lock, then written under it again: each half is safe, the pair is not.
// Where the numbers come from: a preemption between the halves loses an update.

use std::sync::Mutex;
use std::thread;

static COUNTER: Mutex<u32> = Mutex::new(0);

fn count() {
    let before = *COUNTER.lock().unwrap();
    *COUNTER.lock().unwrap() = before + 1;
}

fn main() {
    let other = thread::spawn(count);
    count();
    other.join().unwrap();
    let value = *COUNTER.lock().unwrap();
    println!("{value}");
    assert!(value == 2, "{value} counted");
}
