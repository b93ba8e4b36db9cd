//~ PASSES
//~ OUTCOMES within 2: `2`
//! A `static mut` that is used only under a lock, and by main after the joins.
// Where the numbers come from: the lock covers both the read and the write.

use std::sync::Mutex;
use std::thread;

static LOCK: Mutex<()> = Mutex::new(());
static mut COUNTER: i64 = 0;

fn count() {
    let _guard = LOCK.lock().unwrap();
    unsafe { COUNTER += 1 };
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
