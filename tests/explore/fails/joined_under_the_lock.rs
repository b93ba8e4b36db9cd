//~ FAILS deadlock
//~ LINE `other.join().unwrap();` or `let other = thread::spawn(|| *COUNTER.lock().unwrap() += 1);`
//~ OUTCOMES within 2: `2`, `Deadlock`
//! Main joins the thread while it holds the lock that the thread is blocked on.
// Where the numbers come from: it passes only when the thread was done before main locked.

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
