//! The flag is not checked before waiting, so a notification that comes first is lost.

use std::sync::{Condvar, Mutex};
use std::thread;

static LOCK: Mutex<()> = Mutex::new(());
static RANG: Condvar = Condvar::new();

fn main() {
    let waiter = thread::spawn(|| {
        let guard = LOCK.lock().unwrap();
        drop(RANG.wait(guard));
    });
    drop(LOCK.lock());
    RANG.notify_all();
    waiter.join().unwrap();
    println!("rang");
}
