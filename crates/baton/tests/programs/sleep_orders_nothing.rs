//! Sleeping does not wait for another thread.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

static DONE: AtomicBool = AtomicBool::new(false);

fn main() {
    thread::spawn(|| DONE.store(true, SeqCst));
    thread::sleep(Duration::from_secs(1));
    println!("{}", DONE.load(SeqCst));
}
