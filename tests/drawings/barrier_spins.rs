//! A barrier for one use that is used twice, by threads that spin.

use std::sync::atomic::{AtomicUsize, Ordering::*};
use std::thread;

static ARRIVED: AtomicUsize = AtomicUsize::new(0);

fn barrier() {
    ARRIVED.fetch_add(1, SeqCst);
    while ARRIVED.load(SeqCst) < 2 {
        thread::yield_now();
    }
    ARRIVED.store(0, SeqCst);
}

fn work() {
    barrier();
    barrier();
}

fn main() {
    let a = thread::spawn(work);
    let b = thread::spawn(work);
    a.join().unwrap();
    b.join().unwrap();
}
