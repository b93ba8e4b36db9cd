//! Waits once, without a loop: a spurious wakeup comes too early.

use std::sync::{Condvar, Mutex};
use std::thread;

static RANG: Mutex<bool> = Mutex::new(false);
static BELL: Condvar = Condvar::new();

fn main() {
    let waits = thread::spawn(|| {
        let mut rang = RANG.lock().unwrap();
        if !*rang {
            rang = BELL.wait(rang).unwrap();
        }
        *rang
    });
    *RANG.lock().unwrap() = true;
    BELL.notify_one();
    println!("{}", waits.join().unwrap());
}
