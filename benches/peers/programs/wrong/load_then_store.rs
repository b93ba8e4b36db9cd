//! A counter that is loaded and then stored: an update in between is lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread::{self, JoinHandle};

fn count(counter: &Arc<AtomicI64>, step: i64) -> JoinHandle<()> {
    let counter = Arc::clone(counter);
    thread::spawn(move || {
        for _ in 0..2 {
            let value = counter.load(SeqCst);
            counter.store(value + step, SeqCst);
        }
    })
}

fn main() {
    let counter = Arc::new(AtomicI64::new(0));
    let (inc, dec) = (count(&counter, 1), count(&counter, -1));
    inc.join().unwrap();
    dec.join().unwrap();
    assert_eq!(counter.load(SeqCst), 0);
}
