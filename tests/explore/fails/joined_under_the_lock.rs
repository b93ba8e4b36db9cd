//~ FAILS deadlock
//~ LINE `other.join().unwrap();` or `let other = thread::spawn(|| *COUNTER.lock().unwrap() += 1);`
//~ OUTCOMES within 2: `2`, `Deadlock`
//! Main waits for the thread and holds the lock that the thread waits for.
// How the numbers come about: well when the thread was done before main locked.

use std::sync::Mutex;
use std::thread;

static COUNTER: Mutex<u32> = Mutex::new(0);

fn main() {
    let other = thread::spawn(|| *COUNTER.lock().unwrap() += 1);
    let mut counter = COUNTER.lock().unwrap();
    other.join().unwrap();
    *counter += 1;
    println!("{counter}");
    assert_eq!(*counter, 2);
}
