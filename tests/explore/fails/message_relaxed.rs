//~ FAILS panic
//~ LINE `let data = DATA.load(Relaxed);`
//~ OUTCOMES within 2: `42`, `nothing`
//~ STALE within 2: `42`, `nothing`, `panic: assertion failed: data == 42`
//! Data in an atomic is no data race; but a Relaxed flag does not publish it.
// Where the numbers come from: main sees the flag or not. If it does, the data is written;
// but a stale read may return the 0 from before, as nothing orders the load after the store.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::*};
use std::thread;

static DATA: AtomicI64 = AtomicI64::new(0);
static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let writer = thread::spawn(|| {
        DATA.store(42, Relaxed);
        READY.store(true, Relaxed);
    });
    if READY.load(Relaxed) {
        let data = DATA.load(Relaxed);
        println!("{data}");
        assert!(data == 42);
    } else {
        println!("nothing");
    }
    writer.join().unwrap();
}
