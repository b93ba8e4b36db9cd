//~ FAILS panic
//~ LINE `let seen = COUNT.load(SeqCst);` or `assert!(seen == 2, "{seen} seen");` or `COUNT.fetch_add(1, SeqCst);`
//~ OUTCOMES within 2: `2`, `panic: 3 seen`
//! The threads do not meet between reading and the next round: a fast thread
//! counts again before a slow one has read.
// Where the numbers come from: main reads 2, or 3 when the other thread passes it.

use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static BARRIER: Barrier = Barrier::new(2);
static COUNT: AtomicU32 = AtomicU32::new(0);

fn main() {
    let other = thread::spawn(|| {
        COUNT.fetch_add(1, SeqCst);
        BARRIER.wait();
        COUNT.fetch_add(1, SeqCst);
    });
    COUNT.fetch_add(1, SeqCst);
    BARRIER.wait();
    let seen = COUNT.load(SeqCst);
    other.join().unwrap();
    println!("{seen}");
    assert!(seen == 2, "{seen} seen");
}
