//~ FAILS panic
//~ LINE `thread::park();` or `assert!(set, "not set");` or `FLAG.load(SeqCst)`
//~ OUTCOMES within 2: `set`, `panic: not set`
//! The thread parks once, without a loop: an earlier token makes `park` return at once.
// Where the numbers come from: the thread has its own token; it sees the flag
// only when main has set it before the check.

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
