//~ PASSES
//~ OUTCOMES within 2: `0 1`
//! A hard link as a lock: creating it succeeds once, removing it releases.
// Where the numbers come from: one thread has the link at a time, so no update
// is lost; in the end one name is left.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::{fs, thread};

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn count(step: i64) {
    while fs::hard_link("file", "lock").is_err() {
        thread::yield_now();
    }
    COUNTER.store(COUNTER.load(SeqCst) + step, SeqCst);
    fs::remove_file("lock").unwrap();
}

fn main() {
    fs::write("file", "").unwrap();
    let other = thread::spawn(|| count(1));
    count(-1);
    other.join().unwrap();
    let (value, names) = (COUNTER.load(SeqCst), fs::read_dir(".").unwrap().count());
    println!("{value} {names}");
    assert_eq!((value, names), (0, 1));
}
