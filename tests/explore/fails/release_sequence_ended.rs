//~ FAILS panic
//~ LINE `let data = DATA.load(Relaxed);`
//~ OUTCOMES within 2: `42`, `nothing`
//~ STALE within 2: `42`, `nothing`, `panic: assertion failed: data == 42`
//! A second, Relaxed store to the flag does not publish what the first one released.
// Where the numbers come from: main sees the second store or not. If it does,
// it may still read a stale 0, as that store is no part of a release sequence.

use std::sync::atomic::{AtomicI64, Ordering::*};
use std::thread;

static DATA: AtomicI64 = AtomicI64::new(0);
static READY: AtomicI64 = AtomicI64::new(0);

fn main() {
    let writer = thread::spawn(|| {
        DATA.store(42, Relaxed);
        READY.store(1, Release);
        READY.store(2, Relaxed);
    });
    if READY.load(Acquire) == 2 {
        let data = DATA.load(Relaxed);
        println!("{data}");
        assert!(data == 42);
    } else {
        println!("nothing");
    }
    writer.join().unwrap();
}
