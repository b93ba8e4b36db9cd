//~ FAILS exit_code
//~ OUTCOMES within 2: `0`, `Exited { code: 5 }`
//! Main ends with success unless a thread that is never joined is faster.
// Where the numbers come from: main takes first and ends; or the thread takes
// first, and ends the program itself.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::{process, thread};

static TAKEN: AtomicBool = AtomicBool::new(false);

fn main() {
    thread::spawn(|| {
        if !TAKEN.swap(true, SeqCst) {
            process::exit(5);
        }
    });
    let first = !TAKEN.swap(true, SeqCst);
    if first {
        println!("0");
        return;
    }
    thread::park();
    assert!(first);
}
