//~ PASSES
//~ OUTCOMES within 2: `42`
//! Data published through a flag: release on one side, acquire on the other.
// Where the numbers come from: the reader continues only when the flag is set.

use std::sync::atomic::{AtomicBool, Ordering::*};
use std::{hint, thread};

static mut DATA: u64 = 0;
static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let reader = thread::spawn(|| {
        while !READY.load(Acquire) {
            hint::spin_loop();
        }
        unsafe { DATA }
    });
    unsafe { DATA = 42 };
    READY.store(true, Release);
    let data = reader.join().unwrap();
    println!("{data}");
    assert_eq!(data, 42);
}
