//! Plain data behind a flag that publishes it.

use std::sync::atomic::{AtomicBool, Ordering::*};
use std::thread;

static mut DATA: i64 = 0;
static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let writer = thread::spawn(|| {
        unsafe { DATA = 42 };
        READY.store(true, Release);
    });
    if READY.load(Acquire) {
        assert_eq!(unsafe { DATA }, 42);
    }
    writer.join().unwrap();
}
