//~ FAILS panic
//~ LINE `let inc = thread::spawn(|| COUNTER.store(COUNTER.load(SeqCst) + 1, SeqCst));` or `let dec = thread::spawn(|| COUNTER.store(COUNTER.load(SeqCst) - 1, SeqCst));` or `assert!(value == 0, "{value} is left");`
//~ OUTCOMES within 2: `0`, `panic: -1 is left`, `panic: 1 is left`
//! Whatever a file says that it is, it is compiled as a program.
// Where the numbers come from: an update is lost when a thread is preempted between its load and its store; the last
// thread to store decides which.
#![crate_type = "lib"]

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn main() {
    let inc = thread::spawn(|| COUNTER.store(COUNTER.load(SeqCst) + 1, SeqCst));
    let dec = thread::spawn(|| COUNTER.store(COUNTER.load(SeqCst) - 1, SeqCst));
    inc.join().unwrap();
    dec.join().unwrap();
    let value = COUNTER.load(SeqCst);
    println!("{value}");
    assert!(value == 0, "{value} is left");
}
