//~ NOT_RUN without a step that other threads could see
//~ LINE `thread::spawn(|| {`
//! A detached thread runs forever without a step. The program ends all the same.

use std::hint::black_box;
use std::thread;

fn main() {
    thread::spawn(|| {
        loop {
            black_box(1);
        }
    });
    println!("done");
}
