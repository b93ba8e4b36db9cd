//~ FAILS exit_code
//! Main returns an error when the counter is wrong: exit code 1.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn count(step: i64) {
    COUNTER.store(COUNTER.load(SeqCst) + step, SeqCst);
}

fn main() -> Result<(), String> {
    let other = thread::spawn(|| count(1));
    count(-1);
    other.join().unwrap();
    match COUNTER.load(SeqCst) {
        0 => Ok(()),
        value => Err(format!("{value} is left")),
    }
}
