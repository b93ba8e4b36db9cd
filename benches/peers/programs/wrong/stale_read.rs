//! A number behind a flag, both `Relaxed`: the flag may be seen before the number.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::Relaxed};
use std::thread;

#[derive(Default)]
struct Letter {
    data: AtomicI64,
    ready: AtomicBool,
}

fn main() {
    let letter = Arc::new(Letter::default());
    let writer = thread::spawn({
        let letter = Arc::clone(&letter);
        move || {
            letter.data.store(42, Relaxed);
            letter.ready.store(true, Relaxed);
        }
    });
    if letter.ready.load(Relaxed) {
        assert_eq!(letter.data.load(Relaxed), 42);
    }
    writer.join().unwrap();
}
