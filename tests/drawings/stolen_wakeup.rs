//! One thread is notified, but another is faster: a stolen wakeup.

use std::sync::{Condvar, Mutex};
use std::thread;

static QUEUE: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static FILLED: Condvar = Condvar::new();

fn take() -> u8 {
    let mut queue = QUEUE.lock().unwrap();
    if queue.is_empty() {
        queue = FILLED.wait(queue).unwrap();
    }
    queue.pop().expect("something")
}

fn main() {
    let takers = [thread::spawn(take), thread::spawn(take)];
    for n in 0..2 {
        QUEUE.lock().unwrap().push(n);
        FILLED.notify_all();
    }
    for taker in takers {
        taker.join().unwrap();
    }
}
