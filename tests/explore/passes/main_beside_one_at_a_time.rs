//~ PASSES
//! One thread runs after the other, but main runs concurrently with each of them.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn main() {
    for _ in 0..2 {
        let helper = thread::spawn(|| COUNTER.fetch_add(1, SeqCst));
        COUNTER.fetch_sub(1, SeqCst);
        helper.join().unwrap();
    }
    assert_eq!(COUNTER.load(SeqCst), 0);
}
