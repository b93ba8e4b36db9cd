//! One thread counts up, one down, two rounds each, under a lock.

use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

fn count(counter: &Arc<Mutex<i64>>, step: i64) -> JoinHandle<()> {
    let counter = Arc::clone(counter);
    thread::spawn(move || {
        for _ in 0..2 {
            *counter.lock().unwrap() += step;
        }
    })
}

fn main() {
    let counter = Arc::new(Mutex::new(0));
    let (inc, dec) = (count(&counter, 1), count(&counter, -1));
    inc.join().unwrap();
    dec.join().unwrap();
    assert_eq!(*counter.lock().unwrap(), 0);
}
