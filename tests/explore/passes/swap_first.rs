//~ PASSES
//~ OUTCOMES within 2: `a`, `b`
//~ EXECUTIONS within 1: 12
//! `swap` tells exactly one of two threads that it was the first.
// Where the numbers come from: each thread has 3 steps: begin, swap, end. No
// preemption, 3 executions: A then main or B; or B then A. One: of main before
// it starts B (1), of A before its 2nd or 3rd step (2), of B after A (2), of B
// before A, with main or B continuing (2 * 2). 3 + 9 = 12.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static TAKEN: AtomicBool = AtomicBool::new(false);

fn main() {
    let a = thread::spawn(|| !TAKEN.swap(true, SeqCst));
    let b = thread::spawn(|| !TAKEN.swap(true, SeqCst));
    let (a, b) = (a.join().unwrap(), b.join().unwrap());
    println!("{}", if a { "a" } else { "b" });
    assert!(a != b);
}
