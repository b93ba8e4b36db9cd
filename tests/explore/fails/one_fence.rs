//~ FAILS data_race
//~ LINE `let data = unsafe { DATA };` or `unsafe { DATA = 42 };`
//~ OUTCOMES within 2: `42`, `0`
//! A fence comes before the data is read, but none after it is written.
// Where the numbers come from: the thread reads after the flag is set, or returns 0.

use std::sync::atomic::{AtomicBool, Ordering::*, fence};
use std::thread;

static mut DATA: u64 = 0;
static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let reader = thread::spawn(|| {
        if !READY.load(Relaxed) {
            return 0;
        }
        fence(Acquire);
        let data = unsafe { DATA };
        data
    });
    unsafe { DATA = 42 };
    READY.store(true, Relaxed);
    let data = reader.join().unwrap();
    println!("{data}");
    assert!(data == 0 || data == 42);
}
