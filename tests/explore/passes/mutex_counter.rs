//~ PASSES
//~ OUTCOMES within 2: `0`
//~ EXECUTIONS within 1: 24
//! A counter under a lock.
// Where the numbers come from: each thread has 6 steps: begin, lock, read,
// write, unlock, end. No preemption, 3 executions: A then main or B; or B then
// A. One, main before it starts B: 1. A before its lock or its end: B runs to
// its end, 2. A in its critical section (3 places): B blocks on the lock, A
// ends, then main or B continues, 3 * 2. B after A, for main: 5. B before A, at
// its lock or its end: A runs to its end, then main or B, 2 * 2; in its
// critical section: A blocks on the lock, B ends, A continues, 3. Together 3 +
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
