//~ FAILS panic
//~ LINE `panic!("the first cause");`
//! During a panic a destructor locks what its own thread already holds.

use std::sync::Mutex;
use std::thread;

static LOCK: Mutex<u32> = Mutex::new(0);

struct Counts;

impl Drop for Counts {
    fn drop(&mut self) {
        *LOCK.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) += 1;
    }
}

fn main() {
    let thread = thread::spawn(|| {
        let _guard = LOCK.lock().unwrap();
        let _counts = Counts;
        panic!("the first cause");
    });
    let _ = thread.join();
}
