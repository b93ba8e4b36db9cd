//~ NOT_RUN late computes for longer than can be followed
//~ LINE `if CLOSED.load(SeqCst) {`
//! A thread that comes too late counts for years. It would end, so it is not endless.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static CLOSED: AtomicBool = AtomicBool::new(false);

fn main() {
    let late = thread::Builder::new().name("late".into()).spawn(|| {
        if CLOSED.load(SeqCst) {
            let mut number = 0_u64;
            while number < 1_000_000_000_000 {
                number = black_box(number + 1);
            }
        }
    });
    CLOSED.store(true, SeqCst);
    assert!(late.unwrap().join().is_ok());
}
