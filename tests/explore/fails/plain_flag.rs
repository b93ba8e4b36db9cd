//~ FAILS data_race
//~ LINE `while unsafe { !DONE } {` or `let sets = thread::spawn(|| unsafe { DONE = true });`
//~ OUTCOMES within 2: `done`
//! A loop waits for a variable that is not atomic: a data race.
// Where the numbers come from: one task at a time the loop ends when the variable is set.

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
