//~ FAILS deadlock
//~ LINE `RANG.notify_all();`
//~ OUTCOMES within 2: `Deadlock`, `rang`
//! The notification comes before any thread waits: a lost wakeup.
// Where the numbers come from: main is done before the waiter waits, or after.

use std::sync::{Condvar, Mutex};
use std::thread;

static LOCK: Mutex<()> = Mutex::new(());
static RANG: Condvar = Condvar::new();

fn main() {
    let waiter = thread::spawn(|| {
        let guard = LOCK.lock().unwrap();
        drop(RANG.wait(guard).unwrap());
    });
    drop(LOCK.lock().unwrap());
    RANG.notify_all();
    let well = waiter.join().is_ok();
    println!("rang");
    assert!(well);
}
