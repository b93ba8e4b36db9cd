//~ FAILS panic
//! Two readers see two independent stores in different orders: Acquire allows it.

use std::sync::atomic::{AtomicI64, Ordering::*};
use std::thread;

static X: AtomicI64 = AtomicI64::new(0);
static Y: AtomicI64 = AtomicI64::new(0);

fn main() {
    let writers = [
        thread::spawn(|| X.store(1, Release)),
        thread::spawn(|| Y.store(1, Release)),
    ];
    let one = thread::spawn(|| (X.load(Acquire), Y.load(Acquire)));
    let other = thread::spawn(|| (Y.load(Acquire), X.load(Acquire)));
    for writer in writers {
        writer.join().unwrap();
    }
    let (one, other) = (one.join().unwrap(), other.join().unwrap());
    assert!(one != (1, 0) || other != (1, 0));
}
