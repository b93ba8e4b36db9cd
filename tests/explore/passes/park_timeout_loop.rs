//~ PASSES
//~ OUTCOMES within 2: `set`
//! A thread parks with a timeout until a flag is set; it is never unparked.
// Where the numbers come from: the loop ends only when the flag is set.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

static FLAG: AtomicBool = AtomicBool::new(false);

fn main() {
    let waiter = thread::spawn(|| {
        while !FLAG.load(SeqCst) {
            thread::park_timeout(Duration::from_millis(5));
        }
        "set"
    });
    FLAG.store(true, SeqCst);
    let word = waiter.join().unwrap();
    println!("{word}");
    assert_eq!(word, "set");
}
