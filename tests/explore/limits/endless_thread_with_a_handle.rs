//~ NOT_RUN without a step that other threads could see
//~ LINE `let _beside = thread::spawn(|| {`
//! A thread runs forever without a step. Main keeps its handle and never joins it.

use std::hint::black_box;
use std::thread;

fn main() {
    let _beside = thread::spawn(|| {
        loop {
            black_box(1);
        }
    });
    println!("done");
}
