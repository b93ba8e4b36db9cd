//~ FAILS signal
//~ OUTCOMES within 2: `first`, `Signaled { signal: 6 }`
//! Main aborts when the thread's swap came first.
// Where the numbers come from: main's swap comes first or second.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::{process, thread};

static TAKEN: AtomicBool = AtomicBool::new(false);

fn main() {
    let other = thread::spawn(|| TAKEN.swap(true, SeqCst));
    if TAKEN.swap(true, SeqCst) {
        process::abort();
    }
    println!("first");
    assert!(other.join().unwrap());
}
