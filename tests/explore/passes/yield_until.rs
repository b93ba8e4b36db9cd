//~ PASSES
//~ OUTCOMES within 2: `2`
//! Main yields until both threads have said that they are done.
// Where the numbers come from: the loop ends only when both have counted.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static DONE: AtomicU32 = AtomicU32::new(0);

fn main() {
    for _ in 0..2 {
        thread::spawn(|| DONE.fetch_add(1, SeqCst));
    }
    while DONE.load(SeqCst) < 2 {
        thread::yield_now();
    }
    let done = DONE.load(SeqCst);
    println!("{done}");
    assert_eq!(done, 2);
}
