//~ FAILS panic
//~ LINE `thread::park();` or `assert!(set, "not set");` or `FLAG.load(SeqCst)`
//~ OUTCOMES within 2: `set`, `panic: not set`
//! Parked once, without a loop: a token from before makes it return at once.
// How the numbers come about: the thread has its own token; it sees the flag
// only when main has set it before it looks.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static FLAG: AtomicBool = AtomicBool::new(false);

fn main() {
    let waiter = thread::spawn(|| {
        thread::current().unpark();
        thread::park();
        FLAG.load(SeqCst)
    });
    FLAG.store(true, SeqCst);
    waiter.thread().unpark();
    let set = waiter.join().unwrap();
    assert!(set, "not set");
    println!("set");
}
