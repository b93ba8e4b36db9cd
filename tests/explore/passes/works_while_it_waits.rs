//~ PASSES

use std::hint::black_box;
use std::sync::atomic::{
    AtomicBool,
    Ordering::{Acquire, Release},
};
use std::thread;

static READY: AtomicBool = AtomicBool::new(false);

/// Looks at all numbers in each iteration, and yields nowhere. On the heap, each is a step.
fn main() {
    let numbers = vec![0_u8; 20];
    let waiting = thread::spawn(move || {
        while !READY.load(Acquire) {
            for number in &numbers {
                black_box(*number);
            }
        }
    });
    let sets_it = thread::spawn(|| READY.store(true, Release));
    waiting.join().unwrap();
    sets_it.join().unwrap();
}
