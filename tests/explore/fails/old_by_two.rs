//~ FAILS panic
//~ LINE `let step = STEP.load(Relaxed);`
//~ OUTCOMES within 2: `2`, `nothing`
//~ STALE within 2: `1`, `2`, `nothing`, `panic: assertion failed: step > 0`
//! An old value may be older than the one before the newest.
// How the numbers come about: who sees the flag finds 2, or an old 0 or 1. Only
// the 0 is refused; the 1 prints 1.

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
