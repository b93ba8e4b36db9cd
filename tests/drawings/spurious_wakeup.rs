//! A wait without a loop, which only a spurious wakeup can end.

use std::sync::{Condvar, Mutex};
use std::thread;

static OPEN: Mutex<bool> = Mutex::new(false);
static OPENED: Condvar = Condvar::new();

fn main() {
    let waiter = thread::spawn(|| {
        let mut open = OPEN.lock().unwrap();
        if !*open {
            open = OPENED.wait(open).unwrap();
        }
        assert!(*open);
    });
    *OPEN.lock().unwrap() = true;
    OPENED.notify_one();
    waiter.join().unwrap();
}
