//! A lock made of a flag that is read first and set afterwards.

use std::hint;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::SeqCst};
use std::thread::{self, JoinHandle};

#[derive(Default)]
struct Counter {
    held: AtomicBool,
    value: AtomicI64,
}

fn count(counter: &Arc<Counter>, step: i64) -> JoinHandle<()> {
    let counter = Arc::clone(counter);
    thread::spawn(move || {
        while counter.held.load(SeqCst) {
            hint::spin_loop();
        }
        counter.held.store(true, SeqCst);
        let value = counter.value.load(SeqCst);
        counter.value.store(value + step, SeqCst);
        counter.held.store(false, SeqCst);
    })
}

fn main() {
    let counter = Arc::new(Counter::default());
    let (inc, dec) = (count(&counter, 1), count(&counter, -1));
    inc.join().unwrap();
    dec.join().unwrap();
    assert_eq!(counter.value.load(SeqCst), 0);
}
