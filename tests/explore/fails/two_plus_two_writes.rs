//~ FAILS panic
//~ LINE `Y.store(2, Relaxed);` or `X.store(2, Relaxed);`
//~ OUTCOMES within 2: `12`, `21`, `22`
//~ STALE within 2: `12`, `21`, `22`, `panic: assertion failed: x + y > 2`
//! 2+2W: each thread writes both numbers. In each interleaving the thread that is last leaves a 2. But a relaxed store may come
//! before one that was done earlier in the modification order of its number.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static X: AtomicI64 = AtomicI64::new(0);
static Y: AtomicI64 = AtomicI64::new(0);

fn main() {
    let a = thread::spawn(|| {
        X.store(1, Relaxed);
        Y.store(2, Relaxed);
    });
    let b = thread::spawn(|| {
        Y.store(1, Relaxed);
        X.store(2, Relaxed);
    });
    a.join().unwrap();
    b.join().unwrap();
    let (x, y) = (X.load(Relaxed), Y.load(Relaxed));
    assert!(x + y > 2);
    println!("{x}{y}");
}
