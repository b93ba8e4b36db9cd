//! A lock file whose existence is checked before it is created: the other process creates it in between.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn count(step: i64) {
    while Path::new("lock").exists() {}
    fs::write("lock", "").unwrap();
    COUNTER.store(COUNTER.load(SeqCst) + step, SeqCst);
    let _ = fs::remove_file("lock");
}

fn main() {
    let inc = thread::spawn(|| count(1));
    let dec = thread::spawn(|| count(-1));
    inc.join().unwrap();
    dec.join().unwrap();
    println!("{}", COUNTER.load(SeqCst));
}
