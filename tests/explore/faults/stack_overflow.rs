//~ FAILS stack_overflow
//! A thread recurses until its stack is used up.

use std::hint::black_box;
use std::thread;

#[expect(unconditional_recursion, reason = "that is the fault")]
#[inline(never)]
fn deeper(level: u64) -> u64 {
    deeper(black_box(level + 1)) + level
}

fn main() {
    let deep = thread::spawn(|| deeper(0));
    assert!(deep.join().is_ok());
}
