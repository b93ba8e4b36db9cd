//~ PASSES
//~ OUTCOMES within 2: `42`, `nothing`
//~ STALE within 2: `42`, `nothing`
//! A second thread adds to the flag, Relaxed: that continues the release sequence of the first.
// Where the numbers come from: main sees both additions or not. If it sees the
// second, it sees a part of the release sequence that the first began.

use std::sync::atomic::{AtomicI64, Ordering::*};
use std::thread;

static DATA: AtomicI64 = AtomicI64::new(0);
static READY: AtomicI64 = AtomicI64::new(0);

fn main() {
    let writer = thread::spawn(|| {
        DATA.store(42, Relaxed);
        READY.fetch_add(1, Release);
        READY.fetch_add(1, Relaxed);
    });
    if READY.load(Acquire) == 2 {
        let data = DATA.load(Relaxed);
        println!("{data}");
        assert_eq!(data, 42);
    } else {
        println!("nothing");
    }
    writer.join().unwrap();
}
