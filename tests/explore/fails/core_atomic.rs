//~ FAILS panic
//~ LINE `COUNTER.store(value + 1, Ordering::SeqCst);` or `assert_eq!(COUNTER.load(Ordering::SeqCst), 2);`
//! An atomic by `core`'s path is shared like std's: adding in a load and a store loses an update.

use core::sync::atomic::{self, AtomicU32, Ordering};
use std::thread;

static COUNTER: AtomicU32 = AtomicU32::new(0);

fn count() {
    let value = COUNTER.load(Ordering::SeqCst);
    ::core::sync::atomic::fence(Ordering::SeqCst);
    COUNTER.store(value + 1, Ordering::SeqCst);
}

fn main() {
    let other = thread::spawn(count);
    count();
    other.join().unwrap();
    atomic::fence(Ordering::SeqCst);
    assert_eq!(COUNTER.load(Ordering::SeqCst), 2);
}
