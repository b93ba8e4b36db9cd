//! An initialiser that panics: who waits for it is told, or comes first and waits for the second one.

use std::sync::Once;
use std::thread;

static ONCE: Once = Once::new();

fn main() {
    let waits = thread::spawn(|| ONCE.wait());
    let breaks = thread::spawn(|| ONCE.call_once(|| panic!("broken")));
    let broke = breaks.join().is_err();
    ONCE.call_once_force(|_| ());
    println!("{broke} {}", waits.join().is_ok());
}
