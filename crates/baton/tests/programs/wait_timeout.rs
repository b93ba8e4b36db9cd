//! A notification that comes within the timeout, or does not.

use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Duration;

static LOCK: Mutex<bool> = Mutex::new(false);
static RANG: Condvar = Condvar::new();

fn main() {
    let rings = thread::spawn(|| {
        *LOCK.lock().unwrap() = true;
        RANG.notify_one();
    });
    let (rang, result) = RANG
        .wait_timeout_while(LOCK.lock().unwrap(), Duration::from_millis(1), |rang| !*rang)
        .unwrap();
    println!("{rang} {}", result.timed_out());
    drop(rang);
    rings.join().unwrap();
}
