//! Counters changed in one atomic step each, by different operations.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn main() {
    let inc = thread::spawn(|| {
        COUNTER.fetch_add(1, Relaxed);
    });
    let dec = thread::spawn(|| {
        COUNTER.fetch_update(Relaxed, Relaxed, |value| Some(value - 1)).unwrap();
    });
    inc.join().unwrap();
    dec.join().unwrap();
    println!("{}", COUNTER.load(Relaxed));
}
