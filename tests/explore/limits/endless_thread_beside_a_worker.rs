//~ NOT_RUN without a step that other threads could see
//~ LINE `while black_box(STARTED.load(SeqCst)) {`
//! A detached thread runs forever after its first step, while main joins another thread.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static STARTED: AtomicBool = AtomicBool::new(true);

fn main() {
    drop(thread::spawn(|| {
        while black_box(STARTED.load(SeqCst)) {
            loop {
                black_box(1);
            }
        }
    }));
    let worker = thread::spawn(|| 1);
    assert_eq!(worker.join().unwrap(), 1);
}
