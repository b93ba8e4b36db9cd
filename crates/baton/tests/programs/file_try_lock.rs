//! Two threads with a handle each poll a file lock until they hold it.

use fs2::FileExt;
use std::fs::File;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn count(step: i64) {
    let lock = File::create("lock").unwrap();
    while FileExt::try_lock_exclusive(&lock).is_err() {
        std::hint::spin_loop();
    }
    COUNTER.store(COUNTER.load(SeqCst) + step, SeqCst);
}

fn main() {
    let inc = thread::spawn(|| count(1));
    count(-1);
    inc.join().unwrap();
    println!("{}", COUNTER.load(SeqCst));
}
