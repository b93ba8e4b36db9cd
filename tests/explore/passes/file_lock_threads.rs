//~ PASSES
//~ OUTCOMES within 2: `2`
//! Threads that each open the lock file for themselves: the lock is between
//! openings, so it holds between threads too.
// How the numbers come about: one opening has the lock at a time.

use std::fs::File;
use std::thread;

static mut COUNTER: u32 = 0;

fn count() {
    let lock = File::create("lock").unwrap();
    lock.lock().unwrap();
    unsafe { COUNTER += 1 };
    lock.unlock().unwrap();
}

fn main() {
    let threads = [thread::spawn(count), thread::spawn(count)];
    for thread in threads {
        thread.join().unwrap();
    }
    let value = unsafe { COUNTER };
    println!("{value}");
    assert_eq!(value, 2);
}
