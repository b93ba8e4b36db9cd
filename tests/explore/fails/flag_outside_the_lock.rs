//~ FAILS deadlock
//~ LINE `SET.notify_all();`
//~ OUTCOMES within 2: `Deadlock`, `set`
//! The flag is set without the lock, between the waiter's check and its wait: a lost wakeup.
// Where the numbers come from: the waiter is preempted between the two.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};
use std::thread;

static FLAG: AtomicBool = AtomicBool::new(false);
static LOCK: Mutex<()> = Mutex::new(());
static SET: Condvar = Condvar::new();

fn main() {
    let setter = thread::spawn(|| {
        FLAG.store(true, SeqCst);
        SET.notify_all();
    });
    let mut guard = LOCK.lock().unwrap();
    while !FLAG.load(SeqCst) {
        guard = SET.wait(guard).unwrap();
    }
    drop(guard);
    println!("set");
    assert!(setter.join().is_ok());
}
