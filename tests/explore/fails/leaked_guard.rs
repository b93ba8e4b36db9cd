//~ FAILS deadlock
//~ LINE `let mut guard = COUNTER.lock().unwrap();`
//~ OUTCOMES within 2: `Deadlock`
//! A guard is forgotten, so its lock is held forever.
// Where the numbers come from: the second thread is blocked on a lock whose holder has ended.

use std::sync::Mutex;
use std::{mem, thread};

static COUNTER: Mutex<u32> = Mutex::new(0);

fn count() {
    let mut guard = COUNTER.lock().unwrap();
    *guard += 1;
    mem::forget(guard);
}

fn main() {
    let threads = [thread::spawn(count), thread::spawn(count)];
    for thread in threads {
        thread.join().unwrap();
    }
    let value = *COUNTER.lock().unwrap();
    assert_eq!(value, 2);
}
