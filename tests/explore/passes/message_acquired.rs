//~ PASSES
//~ OUTCOMES within 2: `42`, `nothing`
//~ STALE within 2: `42`, `nothing`
//! The flag is released and acquired, so the data may be Relaxed.
// Where the numbers come from: main sees the flag or not. If it does, it sees
// the data too: the store of the data happens-before the load.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::*};
use std::thread;

static DATA: AtomicI64 = AtomicI64::new(0);
static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let writer = thread::spawn(|| {
        DATA.store(42, Relaxed);
        READY.store(true, Release);
    });
    if READY.load(Acquire) {
        let data = DATA.load(Relaxed);
        println!("{data}");
        assert_eq!(data, 42);
    } else {
        println!("nothing");
    }
    writer.join().unwrap();
}
