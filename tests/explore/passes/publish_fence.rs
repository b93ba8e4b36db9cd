//~ PASSES
//~ OUTCOMES within 2: `early`, `42`
//~ EXECUTIONS within 1: 4
//! Data published through a relaxed flag, with a fence on each side.
// Where the numbers come from: main has 3 steps before it waits: the write, the
// fence, the store. No preemption: 1; one, before each of the three: 1 each.
// The reader is early when it reads before the store.

use std::sync::atomic::{AtomicBool, Ordering::*, fence};
use std::thread;

static mut DATA: u64 = 0;
static READY: AtomicBool = AtomicBool::new(false);

fn main() {
    let reader = thread::spawn(|| {
        if !READY.load(Relaxed) {
            return None;
        }
        fence(Acquire);
        Some(unsafe { DATA })
    });
    unsafe { DATA = 42 };
    fence(Release);
    READY.store(true, Relaxed);
    let seen = reader.join().unwrap();
    println!(
        "{}",
        seen.map_or("early".to_owned(), |data| data.to_string())
    );
    assert!(seen.is_none_or(|data| data == 42));
}
