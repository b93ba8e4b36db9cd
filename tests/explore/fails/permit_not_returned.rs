//~ FAILS deadlock
//~ LINE `free = RETURNED.wait(free).unwrap();`
//~ OUTCOMES within 2: `Deadlock`
//! One return path forgets to release the permit.
// Where the numbers come from: the odd number keeps the only permit when it is
// first; when it is second it gets the permit, and main's wait at the end does
// not.

use std::sync::{Condvar, Mutex};
use std::thread;

static FREE: Mutex<bool> = Mutex::new(true);
static RETURNED: Condvar = Condvar::new();

fn acquire() {
    let mut free = FREE.lock().unwrap();
    while !*free {
        free = RETURNED.wait(free).unwrap();
    }
    *free = false;
}

fn work(number: u32) {
    acquire();
    if number % 2 == 1 {
        return;
    }
    *FREE.lock().unwrap() = true;
    RETURNED.notify_one();
}

fn main() {
    let threads = [1, 2].map(|number| thread::spawn(move || work(number)));
    for thread in threads {
        thread.join().unwrap();
    }
    acquire();
    assert!(!*FREE.lock().unwrap());
}
