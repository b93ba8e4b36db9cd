//! A writer downgrades to a reader, and no other writer comes in between.

use std::sync::{RwLock, RwLockWriteGuard};
use std::thread;

static VALUE: RwLock<u32> = RwLock::new(0);

fn main() {
    let other = thread::spawn(|| *VALUE.write().unwrap() = 9);
    let mut writes = VALUE.write().unwrap();
    *writes = 1;
    let reads = RwLockWriteGuard::downgrade(writes);
    println!("{} {}", *reads, VALUE.try_write().is_err());
    drop(reads);
    other.join().unwrap();
}
