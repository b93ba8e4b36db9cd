//! Two flags set and read crosswise: under sequential consistency at least one thread sees the other's.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static X: AtomicI64 = AtomicI64::new(0);
static Y: AtomicI64 = AtomicI64::new(0);

fn main() {
    let a = thread::spawn(|| {
        X.store(1, SeqCst);
        Y.load(SeqCst)
    });
    let b = thread::spawn(|| {
        Y.store(1, SeqCst);
        X.load(SeqCst)
    });
    println!("{}{}", a.join().unwrap(), b.join().unwrap());
}
