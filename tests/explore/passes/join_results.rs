//~ PASSES
//~ OUTCOMES within 2: `5 broken`
//! `join` gives a thread's value, or what it panicked with.
// How the numbers come about: each thread's result is its own.

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
