//~ FAILS panic
//~ LINE `lock.lock().unwrap();` or `COUNTER.store(before + 1, SeqCst);` or `assert!(value == 2, "{value} counted");`
//~ OUTCOMES within 2: `2`, `panic: 1 counted`
//! Clones of one opened file share its lock: the second thread acquires a lock
//! that the first holds.
// Where the numbers come from: as without a lock.

use std::fs::File;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicU32 = AtomicU32::new(0);

fn count(lock: File) {
    lock.lock().unwrap();
    let before = COUNTER.load(SeqCst);
    COUNTER.store(before + 1, SeqCst);
    lock.unlock().unwrap();
}

fn main() {
    let mine = File::create("lock").unwrap();
    let clone = mine.try_clone().unwrap();
    let other = thread::spawn(|| count(clone));
    count(mine);
    other.join().unwrap();
    let value = COUNTER.load(SeqCst);
    assert!(value == 2, "{value} counted");
    println!("{value}");
}
