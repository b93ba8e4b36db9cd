//~ NOT_RUN without a step that other threads could see
//~ LINE `let beside = thread::spawn(|| {`
//! A thread runs forever without a step while main joins another one. Only then main drops its handle.

use std::hint::black_box;
use std::thread;

fn main() {
    let beside = thread::spawn(|| {
        loop {
            black_box(1);
        }
    });
    let worker = thread::spawn(|| 1);
    assert_eq!(worker.join().unwrap(), 1);
    drop(beside);
}
