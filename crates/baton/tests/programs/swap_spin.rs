//! A lock by `swap` that is never released: a thread that spins on it changes nothing.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static HELD: AtomicBool = AtomicBool::new(false);

fn enter() {
    while HELD.swap(true, SeqCst) {
        std::hint::spin_loop();
    }
}

fn main() {
    let threads = [thread::spawn(enter), thread::spawn(enter)];
    threads.map(|thread| thread.join().unwrap());
    println!("both");
}
