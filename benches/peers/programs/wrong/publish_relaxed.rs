//! Plain data behind a flag that publishes nothing: a data race.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

static mut DATA: i64 = 0;
static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let writer = thread::spawn(|| {
        unsafe { DATA = 42 };
        READY.store(true, Relaxed);
    });
    if READY.load(Relaxed) {
        assert_eq!(unsafe { DATA }, 42);
    }
    writer.join().unwrap();
}
