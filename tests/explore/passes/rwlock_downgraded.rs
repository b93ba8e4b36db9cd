//~ PASSES
//! A writer downgrades to a reader while another writer waits: no other thread writes in between.

use std::sync::{RwLock, RwLockWriteGuard};
use std::thread;

static LOCK: RwLock<u32> = RwLock::new(0);

fn main() {
    let writer = thread::spawn(|| *LOCK.write().unwrap() += 10);
    let mut guard = LOCK.write().unwrap();
    let before = *guard;
    *guard += 1;
    let guard = RwLockWriteGuard::downgrade(guard);
    assert_eq!(*guard, before + 1);
    drop(guard);
    writer.join().unwrap();
    assert_eq!(*LOCK.read().unwrap(), 11);
}
