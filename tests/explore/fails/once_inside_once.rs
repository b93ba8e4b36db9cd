//~ FAILS deadlock
//~ LINE `1 + *CELL.get_or_init(init)`
//~ OUTCOMES within 2: `Deadlock`
//! An initialiser needs the value that it initialises.
// Where the numbers come from: it blocks on itself, and main blocks on it.

use std::sync::OnceLock;
use std::thread;

static CELL: OnceLock<u32> = OnceLock::new();

fn init() -> u32 {
    1 + *CELL.get_or_init(init)
}

fn main() {
    let other = thread::spawn(|| *CELL.get_or_init(init));
    let value = other.join().unwrap();
    assert_eq!(value, 1);
}
