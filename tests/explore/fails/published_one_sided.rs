//~ FAILS data_race
//~ LINE `let data = unsafe { DATA };` or `unsafe { DATA = 42 };`
//~ OUTCOMES within 2: `42`
//! The store releases, but the load does not acquire, so nothing is ordered.
// Where the numbers come from: the reader waits for the flag, and one task at a
// time the value is there by then.

use std::sync::atomic::{AtomicBool, Ordering::*};
use std::{hint, thread};

static mut DATA: u64 = 0;
static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let writer = thread::spawn(|| {
        unsafe { DATA = 42 };
        READY.store(true, Release);
    });
    while !READY.load(Relaxed) {
        hint::spin_loop();
    }
    let data = unsafe { DATA };
    println!("{data}");
    assert_eq!(data, 42);
    writer.join().unwrap();
}
