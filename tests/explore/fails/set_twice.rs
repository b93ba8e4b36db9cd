//~ FAILS panic
//~ LINE `CELL.set(number).expect("set");`
//! Two threads set the same cell: the second `set` fails, whichever thread that is.

use std::sync::OnceLock;
use std::thread;

static CELL: OnceLock<u32> = OnceLock::new();

fn set(number: u32) {
    CELL.set(number).expect("set");
}

fn main() {
    let other = thread::spawn(|| set(1));
    set(2);
    other.join().expect("other");
    assert!(CELL.get().is_some());
}
