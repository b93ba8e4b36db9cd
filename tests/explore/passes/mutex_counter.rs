//~ PASSES
//~ OUTCOMES within 2: `0`
//~ EXECUTIONS within 1: 24
//! A counter under a lock.
// How the numbers come about: each thread has 6 steps: begin, lock, read,
// write, unlock, end. No preemption, 3 executions: A then main or B; or B then
// A. One, main before it starts B: 1. A before its lock or its end: B runs
// through, 2. A in its critical section (3 places): B stops at the lock, A
// ends, then main or B goes on, 3 * 2. B after A, in favour of main: 5. B
// before A, at its lock or its end: A runs through, then main or B, 2 * 2; in
// its critical section: A stops at the lock, B ends, A goes on, 3. Together 3 +
// 1 + 2 + 6 + 5 + 4 + 3.

use std::sync::Mutex;
use std::thread;

static COUNTER: Mutex<i64> = Mutex::new(0);

fn main() {
    let inc = thread::spawn(|| *COUNTER.lock().unwrap() += 1);
    let dec = thread::spawn(|| *COUNTER.lock().unwrap() -= 1);
    inc.join().unwrap();
    dec.join().unwrap();
    let value = *COUNTER.lock().unwrap();
    println!("{value}");
    assert_eq!(value, 0);
}
