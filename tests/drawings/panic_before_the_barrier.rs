//! One thread panics before it arrives at the barrier, where the other waits for it.

use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};
use std::thread;

fn main() {
    let barrier = Arc::new(Barrier::new(2));
    let other = Arc::clone(&barrier);
    let worker = thread::spawn(move || {
        let number: u32 = "x".parse().expect("a number");
        other.wait();
        number
    });
    barrier.wait();
    worker.join().unwrap();
    let _ = channel::<u8>();
}
