//! An initialiser that panics: the other thread finds the poison, or comes first and runs the second initialiser.

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
