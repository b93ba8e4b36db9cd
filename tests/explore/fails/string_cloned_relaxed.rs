//~ FAILS data_race
//~ LINE `let copy = unsafe { (*TEXT.0.get()).clone() };`
//! The flag orders nothing, so the clone may read bytes that are not written yet: std's own code copies them.

use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

struct Text(UnsafeCell<String>);
unsafe impl Sync for Text {}

static TEXT: Text = Text(UnsafeCell::new(String::new()));
static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let writer = thread::spawn(|| {
        unsafe { *TEXT.0.get() = String::from("a text of some length") };
        READY.store(true, Relaxed);
    });
    while !READY.load(Relaxed) {
        thread::yield_now();
    }
    let copy = unsafe { (*TEXT.0.get()).clone() };
    writer.join().unwrap();
    assert_eq!(copy.len(), 21);
}
