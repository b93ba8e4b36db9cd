//~ PASSES
//! `exit` ends the process, whatever the other threads are doing.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::{process, thread};

static COUNTER: AtomicU32 = AtomicU32::new(0);

fn main() {
    for _ in 0..2 {
        thread::spawn(|| {
            COUNTER.fetch_add(1, SeqCst);
            COUNTER.fetch_add(1, SeqCst);
        });
    }
    let done = thread::spawn(|| process::exit(0));
    let _ = done.join();
    unreachable!("the process has ended");
}
