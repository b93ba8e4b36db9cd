//~ FAILS signal
//! A thread aborts the program.

use std::{process, thread};

fn main() {
    let aborts = thread::spawn(|| process::abort());
    assert!(aborts.join().is_ok());
}
