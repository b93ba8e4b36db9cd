//~ PASSES
//~ OUTCOMES within 2: `1`, `2`
//! A thread that fails to lock leaves its step out; the count of steps is right.
// Where the numbers come from: a `try_lock` fails only in the other's critical
// section, which takes a preemption there; both never fail.

use std::sync::Mutex;
use std::thread;

static COUNTER: Mutex<u32> = Mutex::new(0);

fn count() -> u32 {
    match COUNTER.try_lock() {
        Ok(mut counter) => {
            *counter += 1;
            1
        }
        Err(_) => 0,
    }
}

fn main() {
    let a = thread::spawn(count);
    let b = thread::spawn(count);
    let counted = a.join().unwrap() + b.join().unwrap();
    println!("{counted}");
    assert_eq!(*COUNTER.lock().unwrap(), counted);
}
