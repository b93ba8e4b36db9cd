//~ PASSES
//~ OUTCOMES within 2: `1`, `2`
//! Whoever does not get the lock at once leaves it; what was counted is right.
// How the numbers come about: one is refused only when it tries in the other's
// critical section, which takes a preemption there; both are never refused.

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
