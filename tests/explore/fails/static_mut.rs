//~ FAILS panic
//~ LINE `let inc = thread::spawn(|| unsafe { COUNTER += 1 });` or `let dec = thread::spawn(|| unsafe { COUNTER -= 1 });` or `assert!(value == 0, "{value} is left");`
//~ OUTCOMES within 2: `0`, `panic: -1 is left`, `panic: 1 is left`
//~ EXECUTIONS within 1: 16
//! One thread counts a `static mut` up and another counts it down.
// Where the numbers come from: each thread has 4 steps: begin, read, write,
// end. No preemption, 3 executions: A then main or B; or B then A. One: of main
// before it starts B (1), of A before its 2nd to 4th step (3), of B after A
// (3), of B before A, with main or B continuing (2 * 3). 3 + 13 = 16. An update
// is lost when a thread is preempted between read and write; the last thread to
// write decides which.

use std::thread;

static mut COUNTER: i64 = 0;

fn main() {
    let inc = thread::spawn(|| unsafe { COUNTER += 1 });
    let dec = thread::spawn(|| unsafe { COUNTER -= 1 });
    inc.join().unwrap();
    dec.join().unwrap();
    let value = unsafe { COUNTER };
    println!("{value}");
    assert!(value == 0, "{value} is left");
}
