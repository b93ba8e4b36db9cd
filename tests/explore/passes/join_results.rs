//~ PASSES
//~ OUTCOMES within 2: `5 broken`
//! `join` returns a thread's value, or the payload of its panic.
// Where the numbers come from: each thread's result is its own.

use std::thread;

fn main() {
    let well = thread::spawn(|| 5);
    let badly = thread::spawn(|| panic!("broken"));
    let value = well.join().unwrap();
    let error: Box<_> = badly.join().unwrap_err();
    let message = error.downcast_ref::<&str>().unwrap();
    println!("{value} {message}");
    assert_eq!((value, *message), (5, "broken"));
}
