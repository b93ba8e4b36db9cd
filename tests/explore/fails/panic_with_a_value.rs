//~ FAILS panic
//~ LINE `let thread = thread::spawn(|| panic::panic_any(7));`
//! The payload of a panic may be any value.

use std::{panic, thread};

fn main() {
    let thread = thread::spawn(|| panic::panic_any(7));
    thread.join().unwrap();
}
