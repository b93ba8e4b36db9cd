//~ PASSES
//~ OUTCOMES within 2: `7`
//! A value is handed over: the taker checks before it waits, and again afterwards.
// Where the numbers come from: the taker continues only with the value.

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
    let value = taker.join().unwrap();
    println!("{value}");
    assert_eq!(value, 7);
}
