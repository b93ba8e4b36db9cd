//~ PASSES
//~ OUTCOMES within 2: `1`, `2`
//! Two threads set the same cell; exactly one succeeds.
// Where the numbers come from: the value is that of the first thread.

use std::sync::OnceLock;
use std::thread;

static CELL: OnceLock<u32> = OnceLock::new();

fn main() {
    let a = thread::spawn(|| CELL.set(1).is_ok());
    let b = thread::spawn(|| CELL.set(2).is_ok());
    let value = *CELL.wait();
    let (a, b) = (a.join().unwrap(), b.join().unwrap());
    println!("{value}");
    assert!(a != b && CELL.get() == Some(&if a { 1 } else { 2 }) && CELL.get() == Some(&value));
}
