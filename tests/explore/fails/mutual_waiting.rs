//~ FAILS livelock
//~ LINE `while !B.load(SeqCst) {` or `while !A.load(SeqCst) {` or `hint::spin_loop();` or `thread::yield_now();`
//~ OUTCOMES within 1: `Livelock`
//! Two loops, each waiting for what the other thread does after its own loop.
// Where the numbers come from: neither flag is ever set.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::{hint, thread};

static A: AtomicBool = AtomicBool::new(false);
static B: AtomicBool = AtomicBool::new(false);

fn main() {
    let other = thread::spawn(|| {
        while !B.load(SeqCst) {
            hint::spin_loop();
        }
        A.store(true, SeqCst);
    });
    while !A.load(SeqCst) {
        thread::yield_now();
    }
    B.store(true, SeqCst);
    assert!(other.join().is_ok());
}
