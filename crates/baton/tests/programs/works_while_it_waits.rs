//! A thread that waits looks at many numbers in each iteration, and yields nowhere: too many for the loop to be seen.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let numbers = vec![0_u8; 40];
    let waiting = thread::spawn(move || {
        while !READY.load(SeqCst) {
            for number in &numbers {
                black_box(*number);
            }
        }
    });
    let sets_it = thread::spawn(|| READY.store(true, SeqCst));
    waiting.join().unwrap();
    sets_it.join().unwrap();
    println!("done");
}
