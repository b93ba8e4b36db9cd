//~ FAILS time_limit
//~ LINE `if STATE.load(SeqCst) == 1 {`
//! A thread that main joins runs forever without a step if it reads the 1. The other could still continue.

use std::hint::black_box;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static STATE: AtomicU32 = AtomicU32::new(0);

fn main() {
    let reader = thread::spawn(|| {
        if STATE.load(SeqCst) == 1 {
            loop {
                black_box(1);
            }
        }
    });
    let writer = thread::spawn(|| {
        STATE.store(1, SeqCst);
        STATE.store(2, SeqCst);
    });
    reader.join().unwrap();
    writer.join().unwrap();
}
