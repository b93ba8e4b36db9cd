//! Data published through a relaxed flag between fences.

use std::sync::atomic::{AtomicBool, Ordering::*, fence};
use std::thread;

static mut DATA: u64 = 0;
static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let reader = thread::spawn(|| {
        if READY.load(Relaxed) {
            fence(Acquire);
            unsafe { DATA }
        } else {
            42
        }
    });
    unsafe { DATA = 42 };
    fence(Release);
    READY.store(true, Relaxed);
    println!("{}", reader.join().unwrap());
}
