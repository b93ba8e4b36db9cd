//~ FAILS deadlock
//~ LINE `1 + *CELL.get_or_init(init)`
//~ OUTCOMES within 2: `Deadlock`
//! An initialiser that needs its own value.
// How the numbers come about: it waits for itself, and main waits for it.

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
