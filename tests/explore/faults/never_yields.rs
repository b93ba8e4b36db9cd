//~ FAILS time_limit
//! A thread runs forever without a step.

use std::hint::black_box;
use std::thread;

fn main() {
    let runs = thread::spawn(|| {
        loop {
            black_box(0);
        }
    });
    assert!(runs.join().is_ok());
}
