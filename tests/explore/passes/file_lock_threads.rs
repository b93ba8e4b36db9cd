//~ PASSES
//~ OUTCOMES within 2: `2`
//! Each thread opens the lock file for itself: the lock belongs to the opened
//! file, so it works between threads too.
// Where the numbers come from: one opened file holds the lock at a time.

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
