//! A flag is set without the lock, between the waiter's check and its wait: a lost wakeup.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

#[derive(Default)]
struct Bell {
    rung: AtomicBool,
    lock: Mutex<()>,
    ring: Condvar,
}

fn main() {
    let bell = Arc::new(Bell::default());
    let ringer = thread::spawn({
        let bell = Arc::clone(&bell);
        move || {
            bell.rung.store(true, SeqCst);
            bell.ring.notify_all();
        }
    });
    let mut guard = bell.lock.lock().unwrap();
    while !bell.rung.load(SeqCst) {
        guard = bell.ring.wait(guard).unwrap();
    }
    drop(guard);
    ringer.join().unwrap();
}
