//~ FAILS data_race
//~ LINE `let a = thread::spawn(|| unsafe { FOUND = true });` or `let b = thread::spawn(|| unsafe { FOUND = true });`
//~ OUTCOMES within 2: `true`
//~ EXECUTIONS within 1: 12
//! Both threads write the same value; it is a data race all the same.
// Where the numbers come from: each thread has 3 steps: begin, write, end. No
// preemption, 3 executions: A then main or B; or B then A. One: of main before
// it starts B (1), of A before its 2nd or 3rd step (2), of B after A (2), of B
// before A, with main or B continuing (2 * 2). 3 + 9 = 12.

use std::thread;

static mut FOUND: bool = false;

fn main() {
    let a = thread::spawn(|| unsafe { FOUND = true });
    let b = thread::spawn(|| unsafe { FOUND = true });
    a.join().unwrap();
    b.join().unwrap();
    let found = unsafe { FOUND };
    println!("{found}");
    assert!(found);
}
