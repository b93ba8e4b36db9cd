//~ FAILS panic
//~ LINE `COUNTER.store(before + 1, SeqCst);`
//! In some interleavings a thread runs forever without a step. In others an update is lost.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::thread;

static CLOSED: AtomicBool = AtomicBool::new(false);
static COUNTER: AtomicU32 = AtomicU32::new(0);

fn add() {
    let before = COUNTER.load(SeqCst);
    COUNTER.store(before + 1, SeqCst);
}

fn main() {
    let _beside = thread::spawn(|| {
        if !CLOSED.load(SeqCst) {
            loop {
                black_box(1);
            }
        }
    });
    CLOSED.store(true, SeqCst);
    let worker = thread::spawn(add);
    add();
    worker.join().unwrap();
    assert_eq!(COUNTER.load(SeqCst), 2);
}
