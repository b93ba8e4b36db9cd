//~ PASSES
//! A hundred threads that have nothing in common.

use std::thread;

fn main() {
    let threads: Vec<_> = (0..100)
        .map(|number| thread::spawn(move || number * 2))
        .collect();
    let sum: u64 = threads
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .sum();
    assert_eq!(sum, 9900);
}
