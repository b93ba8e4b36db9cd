//~ FAILS panic
//~ LINE `X.store(1, Relaxed);`
//~ OUTCOMES within 2: `1`, `2`
//~ STALE within 2: `1`, `2`, `panic: assertion failed: seen == 0 || x == 1`
//! S: the second thread has seen the flag, and stores after that. Without Acquire its store may still come first.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed, Ordering::Release};
use std::thread;

static X: AtomicI64 = AtomicI64::new(0);
static Y: AtomicI64 = AtomicI64::new(0);

fn main() {
    let a = thread::spawn(|| {
        X.store(2, Relaxed);
        Y.store(1, Release);
    });
    let b = thread::spawn(|| {
        let seen = Y.load(Relaxed);
        X.store(1, Relaxed);
        seen
    });
    a.join().unwrap();
    let seen = b.join().unwrap();
    let x = X.load(Relaxed);
    assert!(seen == 0 || x == 1);
    println!("{x}");
}
