//! One thread ends with a lock held forever, another changes what the third waits for without a notification.

use std::sync::{Condvar, Mutex};
use std::{mem, thread};

static FIRST: Mutex<u8> = Mutex::new(0);
static SECOND: Mutex<u8> = Mutex::new(0);
static CHANGED: Condvar = Condvar::new();

fn main() {
    let forgets = thread::spawn(|| {
        mem::forget(FIRST.lock().unwrap());
        *SECOND.lock().unwrap() = 1;
    });
    let waits = thread::spawn(|| {
        let mut second = SECOND.lock().unwrap();
        while *second == 0 {
            second = CHANGED.wait(second).unwrap();
        }
    });
    let wants = thread::spawn(|| drop(FIRST.lock().unwrap()));
    for thread in [forgets, waits, wants] {
        thread.join().unwrap();
    }
}
