//~ FAILS panic
//~ LINE `assert!(done, "not done");` or `let done = DONE.load(SeqCst);`
//~ OUTCOMES within 2: `done`, `panic: not done`
//! Main sleeps instead of joining: long enough on most days, but not always.
// Where the numbers come from: a sleep may be over before the thread has begun.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

static DONE: AtomicBool = AtomicBool::new(false);

fn main() {
    thread::spawn(|| DONE.store(true, SeqCst));
    thread::sleep(Duration::from_secs(2));
    let done = DONE.load(SeqCst);
    assert!(done, "not done");
    println!("done");
}
