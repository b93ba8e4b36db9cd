//! A counter that is read and written in two atomic steps.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn main() {
    let inc = thread::spawn(|| COUNTER.store(COUNTER.load(SeqCst) + 1, SeqCst));
    let dec = thread::spawn(|| COUNTER.store(COUNTER.load(SeqCst) - 1, SeqCst));
    inc.join().unwrap();
    dec.join().unwrap();
    println!("{}", COUNTER.load(SeqCst));
}
