//~ PASSES
//~ OUTCOMES within 2: `12`, `21`, `22`
//~ STALE within 2: `12`, `21`, `22`
//! 2+2W with a fence in each thread: the stores of one come after those of the other in no modification order.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed, Ordering::SeqCst, fence};
use std::thread;

static X: AtomicI64 = AtomicI64::new(0);
static Y: AtomicI64 = AtomicI64::new(0);

fn main() {
    let a = thread::spawn(|| {
        X.store(1, Relaxed);
        fence(SeqCst);
        Y.store(2, Relaxed);
    });
    let b = thread::spawn(|| {
        Y.store(1, Relaxed);
        fence(SeqCst);
        X.store(2, Relaxed);
    });
    a.join().unwrap();
    b.join().unwrap();
    let (x, y) = (X.load(Relaxed), Y.load(Relaxed));
    assert!(x + y > 2);
    println!("{x}{y}");
}
