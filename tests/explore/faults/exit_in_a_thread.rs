//~ FAILS exit_code
//! A thread ends the program, while main waits for it.

use std::{process, thread};

fn main() {
    let exits = thread::spawn(|| process::exit(9));
    assert!(exits.join().is_ok());
}
