//~ FAILS panic

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::thread;

static READY: AtomicBool = AtomicBool::new(false);
static NUMBER: AtomicU64 = AtomicU64::new(0);
static mut STARTED: bool = false;

/// Only what the thread returns tells whether it had to wait.
fn waits() -> bool {
    unsafe { STARTED = true };
    let mut waited = false;
    while !READY.load(SeqCst) {
        waited = true;
    }
    waited
}

fn main() {
    let waiting = thread::spawn(waits);
    thread::spawn(|| (1..6).for_each(|number| NUMBER.store(number, SeqCst)));
    READY.store(true, SeqCst);
    let waited = waiting.join().unwrap();
    let sees_all = (1..5).all(|number| NUMBER.load(SeqCst) == number);
    assert!(!waited || !sees_all);
}
