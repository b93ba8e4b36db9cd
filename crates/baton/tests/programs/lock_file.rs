//! A lock file that only one process can create.

use std::fs::{self, File};
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn count(step: i64) {
    while File::create_new("lock").is_err() {
        thread::yield_now();
    }
    COUNTER.store(COUNTER.load(SeqCst) + step, SeqCst);
    fs::remove_file("lock").unwrap();
}

fn main() {
    let inc = thread::spawn(|| count(1));
    let dec = thread::spawn(|| count(-1));
    inc.join().unwrap();
    dec.join().unwrap();
    println!("{}", COUNTER.load(SeqCst));
}
