//~ NOT_RUN more threads than can be followed
//~ LINE `all.push(thread::spawn(|| ()));`
//! A thousand threads.

use std::thread;

fn main() {
    let mut all = Vec::new();
    for _ in 0..1000 {
        all.push(thread::spawn(|| ()));
    }
    for one in all {
        one.join().unwrap();
    }
}
