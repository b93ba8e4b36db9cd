//~ FAILS deadlock
//~ LINE `*COUNTER.lock().unwrap() += 1;`
//~ OUTCOMES within 2: `Deadlock`
//! A helper function locks what its caller holds.
// Where the numbers come from: the first thread to lock blocks on itself, and
// the other blocks on it.

use std::sync::Mutex;
use std::thread;

static COUNTER: Mutex<u32> = Mutex::new(0);

fn add_one() {
    *COUNTER.lock().unwrap() += 1;
}

fn count() {
    let guard = COUNTER.lock().unwrap();
    if *guard < 10 {
        add_one();
    }
}

fn main() {
    let threads = [thread::spawn(count), thread::spawn(count)];
    for thread in threads {
        thread.join().unwrap();
    }
    let value = *COUNTER.lock().unwrap();
    println!("{value}");
    assert_eq!(value, 2);
}
