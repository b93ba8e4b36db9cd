//! The notification comes between the check and the wait.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};
use std::thread;

static READY: AtomicBool = AtomicBool::new(false);
static LOCK: Mutex<()> = Mutex::new(());
static SIGNAL: Condvar = Condvar::new();

fn main() {
    let waiter = thread::spawn(|| {
        while !READY.load(SeqCst) {
            let guard = LOCK.lock().unwrap();
            drop(SIGNAL.wait(guard).unwrap());
        }
    });
    let setter = thread::spawn(|| {
        READY.store(true, SeqCst);
        SIGNAL.notify_one();
    });
    waiter.join().unwrap();
    setter.join().unwrap();
}
