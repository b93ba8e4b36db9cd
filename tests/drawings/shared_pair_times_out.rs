//! A lock and a condition variable in a tuple: what the lock guards has its name, and whether it is poisoned is not drawn.

use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

fn main() {
    let shelf = Arc::new((Mutex::new(false), Condvar::new()));
    let baker = {
        let shelf = shelf.clone();
        thread::spawn(move || {
            *shelf.0.lock().unwrap() = true;
            shelf.1.notify_one();
        })
    };
    let full = shelf.0.lock().unwrap();
    let second = Duration::from_secs(1);
    let (full, waited) = shelf.1.wait_timeout_while(full, second, |full| !*full).unwrap();
    assert!(!waited.timed_out(), "one second is enough");
    drop(full);
    baker.join().unwrap();
}
