//! A value handed over through a condition variable.

use std::sync::{Condvar, Mutex};
use std::thread;

static SLOT: Mutex<Option<i64>> = Mutex::new(None);
static FULL: Condvar = Condvar::new();

fn main() {
    let taker = thread::spawn(|| {
        let mut slot = SLOT.lock().unwrap();
        while slot.is_none() {
            slot = FULL.wait(slot).unwrap();
        }
        slot.take().unwrap()
    });
    *SLOT.lock().unwrap() = Some(7);
    FULL.notify_one();
    println!("{}", taker.join().unwrap());
}
