//~ FAILS panic
//~ LINE `assert!(done, "not done");` or `let done = DONE.load(SeqCst);`
//~ OUTCOMES within 2: `done`, `panic: not done`
//! Main yields once and assumes that the thread has run.
// Where the numbers come from: yielding does not promise that another thread runs.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static DONE: AtomicBool = AtomicBool::new(false);

fn main() {
    let sets = thread::spawn(|| DONE.store(true, SeqCst));
    thread::yield_now();
    let done = DONE.load(SeqCst);
    assert!(done, "not done");
    println!("done");
    sets.join().unwrap();
}
