//! A flag is set under the lock that guards its check.

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
            let guard = bell.lock.lock().unwrap();
            bell.rung.store(true, SeqCst);
            drop(guard);
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
