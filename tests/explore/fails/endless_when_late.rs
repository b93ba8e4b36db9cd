//~ FAILS time_limit
//! A thread that comes too late runs forever without a step.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static CLOSED: AtomicBool = AtomicBool::new(false);

fn main() {
    let late = thread::spawn(|| {
        if CLOSED.load(SeqCst) {
            loop {
                black_box(0);
            }
        }
    });
    CLOSED.store(true, SeqCst);
    assert!(late.join().is_ok());
}
