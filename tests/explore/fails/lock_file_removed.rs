//~ FAILS panic
//~ LINE `let _ = fs::remove_file("lock");` or `COUNTER.store(before + 1, SeqCst);` or `assert!(value == 3, "{value} counted");`
//! The lock file is removed on exit: a thread that opened it before locks a
//! file without a name, and the next thread creates and locks a new file.

use std::fs::{self, File};
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicU32 = AtomicU32::new(0);

fn count() {
    let lock = File::create("lock").unwrap();
    lock.lock().unwrap();
    let before = COUNTER.load(SeqCst);
    COUNTER.store(before + 1, SeqCst);
    let _ = fs::remove_file("lock");
}

fn main() {
    let other = thread::spawn(count);
    count();
    count();
    other.join().unwrap();
    let value = COUNTER.load(SeqCst);
    assert!(value == 3, "{value} counted");
}
