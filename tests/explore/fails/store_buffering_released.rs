//~ FAILS panic
//~ LINE `X.load(Acquire)` or `let mine = Y.load(Acquire);`
//~ OUTCOMES within 2: `01`, `10`, `11`
//~ STALE within 2: `01`, `10`, `11`, `panic: assertion failed: mine + other > 0`
//! Main and a thread each set a flag and read the other's. Release and Acquire let both miss it.
// Where the numbers come from: as in passes/store_buffering.rs; and each load may
// return a stale 0 from before the other's store, as nothing orders it after that.

use std::sync::atomic::{AtomicI64, Ordering::*};
use std::thread;

static X: AtomicI64 = AtomicI64::new(0);
static Y: AtomicI64 = AtomicI64::new(0);

fn main() {
    let other = thread::spawn(|| {
        Y.store(1, Release);
        X.load(Acquire)
    });
    X.store(1, Release);
    let mine = Y.load(Acquire);
    let other = other.join().unwrap();
    println!("{mine}{other}");
    assert!(mine + other > 0);
}
