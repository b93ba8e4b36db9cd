//~ FAILS deadlock
//~ LINE `*COUNTER.write().unwrap() = *read + 1;`
//~ OUTCOMES within 2: `Deadlock`
//! The write lock is asked for while one's own read lock is held.
// How the numbers come about: whoever comes so far waits for itself.

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
