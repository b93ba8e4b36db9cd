//~ FAILS panic
//~ LINE `let waits = LOCK.try_read().is_err();`
//! Once the lock is free, a reader can be first, although a writer has waited for it.

use std::sync::RwLock;
use std::thread;

static LOCK: RwLock<u32> = RwLock::new(0);

fn main() {
    let first = LOCK.read().unwrap();
    let writer = thread::spawn(|| *LOCK.write().unwrap() = 1);
    let waits = LOCK.try_read().is_err();
    drop(first);
    if waits {
        assert_eq!(*LOCK.read().unwrap(), 1);
    }
    writer.join().unwrap();
}
