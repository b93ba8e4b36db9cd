//~ PASSES
//~ OUTCOMES within 1: `2`
//! A hand-made lock with `swap` in an empty loop.
// Where the numbers come from: no update is lost.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::thread;

static HELD: AtomicBool = AtomicBool::new(false);
static COUNTER: AtomicU32 = AtomicU32::new(0);

fn count() {
    while HELD.swap(true, SeqCst) {}
    COUNTER.store(COUNTER.load(SeqCst) + 1, SeqCst);
    HELD.store(false, SeqCst);
}

fn main() {
    let threads = [thread::spawn(count), thread::spawn(count)];
    threads.map(|thread| thread.join().unwrap());
    let value = COUNTER.load(SeqCst);
    println!("{value}");
    assert_eq!(value, 2);
}
