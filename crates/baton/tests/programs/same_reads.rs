//! The lock is released before the counter is read, and one line reads the same value several times.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static LOCK: Mutex<()> = Mutex::new(());
static LIMIT: AtomicI64 = AtomicI64::new(9);
static COUNTER: AtomicI64 = AtomicI64::new(0);

fn limit() -> i64 {
    LIMIT.load(SeqCst)
}

fn count(step: i64) {
    let checks = (0..2).filter(|_| limit() == 9).count();
    drop(LOCK.lock());
    assert!(checks == 2 && limit() == 9);
    COUNTER.store(COUNTER.load(SeqCst) + step, SeqCst);
}

fn main() {
    let inc = thread::spawn(|| count(1));
    let dec = thread::spawn(|| count(-1));
    inc.join().unwrap();
    dec.join().unwrap();
    println!("{}", COUNTER.load(SeqCst));
}
