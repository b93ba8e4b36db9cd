//~ PASSES
//! Atomics created one after the other at one address: a stale read of one never returns a value of another.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;

#[inline(never)]
fn round(number: u32) {
    let value = AtomicU32::new(number * 10);
    thread::scope(|scope| {
        scope.spawn(|| value.store(number * 10 + 1, Relaxed));
        scope.spawn(|| value.store(number * 10 + 2, Relaxed));
        let seen = value.load(Relaxed);
        assert_eq!(seen / 10, number);
    });
}

fn main() {
    let mut value = AtomicU32::new(0);
    for number in 1..=2 {
        round(number);
        *value.get_mut() = number * 10;
        thread::scope(|scope| {
            scope.spawn(|| value.store(number * 10 + 1, Relaxed));
            scope.spawn(|| assert_eq!(value.load(Relaxed) / 10, number));
        });
    }
}
