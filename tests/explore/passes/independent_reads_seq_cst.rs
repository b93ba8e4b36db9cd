//~ PASSES
//! Two readers see two independent stores, and never in different orders: everything is SeqCst.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static X: AtomicI64 = AtomicI64::new(0);
static Y: AtomicI64 = AtomicI64::new(0);

fn main() {
    let writers = [
        thread::spawn(|| X.store(1, SeqCst)),
        thread::spawn(|| Y.store(1, SeqCst)),
    ];
    let one = thread::spawn(|| (X.load(SeqCst), Y.load(SeqCst)));
    let other = thread::spawn(|| (Y.load(SeqCst), X.load(SeqCst)));
    for writer in writers {
        writer.join().unwrap();
    }
    let (one, other) = (one.join().unwrap(), other.join().unwrap());
    assert!(one != (1, 0) || other != (1, 0));
}
