//~ FAILS data_race
//~ LINE `unsafe { COUNTER += 1 };`
//! A ticket lock that waits for its turn with a relaxed load: nothing orders the critical sections.

use std::sync::atomic::{AtomicU32, Ordering::*};
use std::thread;

static NEXT: AtomicU32 = AtomicU32::new(0);
static SERVING: AtomicU32 = AtomicU32::new(0);
static mut COUNTER: u32 = 0;

fn count() {
    let ticket = NEXT.fetch_add(1, Relaxed);
    while SERVING.load(Relaxed) != ticket {
        thread::yield_now();
    }
    unsafe { COUNTER += 1 };
    SERVING.store(ticket + 1, Release);
}

fn main() {
    let worker = thread::spawn(count);
    count();
    worker.join().unwrap();
}
