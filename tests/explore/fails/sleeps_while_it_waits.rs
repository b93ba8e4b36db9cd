//~ FAILS panic

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

static READY: AtomicBool = AtomicBool::new(false);

/// How many milliseconds it has slept, ten at a time: only the clock tells how often that was.
fn slept() -> u128 {
    let start = Instant::now();
    while !READY.load(SeqCst) {
        thread::sleep(Duration::from_millis(10));
    }
    start.elapsed().as_millis()
}

fn main() {
    let sleeping = thread::spawn(slept);
    READY.store(true, SeqCst);
    let slept = sleeping.join().unwrap();
    assert!(!(60..70).contains(&slept), "{slept}");
}
