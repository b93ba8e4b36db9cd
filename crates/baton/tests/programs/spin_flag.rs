//! One thread spins, in an empty loop, on another thread's flag.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let waits = thread::spawn(|| while !READY.load(SeqCst) {});
    let sets = thread::spawn(|| READY.store(true, SeqCst));
    waits.join().unwrap();
    sets.join().unwrap();
    println!("done");
}
