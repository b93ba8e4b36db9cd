//~ PASSES
//! The flag publishes the text, so a thread that has seen it may clone the text.

use std::cell::UnsafeCell;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::{Acquire, Release};
use std::thread;

struct Text(UnsafeCell<String>);
unsafe impl Sync for Text {}

static TEXT: Text = Text(UnsafeCell::new(String::new()));
static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let writer = thread::spawn(|| {
        unsafe { *TEXT.0.get() = String::from("a text of some length") };
        READY.store(true, Release);
    });
    while !READY.load(Acquire) {
        thread::yield_now();
    }
    let copy = unsafe { (*TEXT.0.get()).clone() };
    writer.join().unwrap();
    assert_eq!(copy.len(), 21);
}
