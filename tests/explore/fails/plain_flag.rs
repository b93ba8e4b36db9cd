//~ FAILS data_race
//~ LINE `while unsafe { !DONE } {` or `let sets = thread::spawn(|| unsafe { DONE = true });`
//~ OUTCOMES within 2: `done`
//! A loop that waits for a plain variable.
// How the numbers come about: one task at a time the loop ends when it is set.

use std::thread;

static mut DONE: bool = false;

fn main() {
    let sets = thread::spawn(|| unsafe { DONE = true });
    while unsafe { !DONE } {
        thread::yield_now();
    }
    println!("done");
    assert!(sets.join().is_ok());
}
