//~ PASSES
//~ OUTCOMES within 2: `0 0`, `0 1`, `1 0`
//~ STALE within 2: `0 0`, `0 1`, `1 0`
//! LB: RC11 forbids that both loads read 1, the other's store that comes after it. The model of C++20 allows it, and so does the
//! architecture of ARM; the kit does not show it.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static X: AtomicI64 = AtomicI64::new(0);
static Y: AtomicI64 = AtomicI64::new(0);

fn main() {
    let a = thread::spawn(|| {
        let seen = Y.load(Relaxed);
        X.store(1, Relaxed);
        seen
    });
    let b = thread::spawn(|| {
        let seen = X.load(Relaxed);
        Y.store(1, Relaxed);
        seen
    });
    let (a, b) = (a.join().unwrap(), b.join().unwrap());
    assert!(a + b < 2);
    println!("{a} {b}");
}
