//~ FAILS exit_code
//~ OUTCOMES within 2: `0`, `Exited { code: 3 }`
//! A thread that finds that main came first ends the whole program.
// Where the numbers come from: main takes first, or the thread does.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::{process, thread};

static TAKEN: AtomicBool = AtomicBool::new(false);

fn main() {
    let other = thread::spawn(|| {
        if TAKEN.swap(true, SeqCst) {
            process::exit(3);
        }
    });
    TAKEN.store(true, SeqCst);
    other.join().unwrap();
    println!("0");
    assert!(TAKEN.load(SeqCst));
}
