//~ FAILS deadlock
//~ LINE `*COUNTER.write().unwrap() = *read + 1;`
//~ OUTCOMES within 2: `Deadlock`
//! A thread asks for the write lock while it holds the read lock itself.
// Where the numbers come from: the first thread that gets there blocks on itself.

use std::sync::RwLock;
use std::thread;

static COUNTER: RwLock<u32> = RwLock::new(0);

fn count() {
    let read = COUNTER.read().unwrap();
    *COUNTER.write().unwrap() = *read + 1;
}

fn main() {
    let other = thread::spawn(count);
    count();
    other.join().unwrap();
    assert_eq!(*COUNTER.read().unwrap(), 2);
}
