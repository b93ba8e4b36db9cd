//~ PASSES
//~ OUTCOMES within 2: `2`
//! A `static mut` that is touched under a lock only, and by main after joining.
// How the numbers come about: the lock makes read and write one whole.

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
