//~ PASSES
//! A thread that waits until it is the last owner has the data to itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

fn main() {
    let mut number = Arc::new(AtomicBool::new(false));
    let other = {
        let number = Arc::clone(&number);
        thread::spawn(move || number.store(true, Ordering::Relaxed))
    };
    loop {
        if let Some(alone) = Arc::get_mut(&mut number) {
            assert!(*alone.get_mut());
            break;
        }
        thread::yield_now();
    }
    other.join().unwrap();
}
