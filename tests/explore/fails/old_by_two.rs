//~ FAILS panic
//~ LINE `let step = STEP.load(Relaxed);`
//~ OUTCOMES within 2: `2`, `nothing`
//~ STALE within 2: `1`, `2`, `nothing`, `panic: assertion failed: step > 0`
//! A stale read may return a value older than the last but one.
// Where the numbers come from: a thread that sees the flag reads 2, or a stale
// 0 or 1. The program rejects only the 0; a 1 is printed.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::*};
use std::thread;

static STEP: AtomicI64 = AtomicI64::new(0);
static DONE: AtomicBool = AtomicBool::new(false);

fn main() {
    let worker = thread::spawn(|| {
        STEP.store(1, Relaxed);
        STEP.store(2, Relaxed);
        DONE.store(true, Relaxed);
    });
    if DONE.load(Relaxed) {
        let step = STEP.load(Relaxed);
        assert!(step > 0);
        println!("{step}");
    } else {
        println!("nothing");
    }
    worker.join().unwrap();
}
