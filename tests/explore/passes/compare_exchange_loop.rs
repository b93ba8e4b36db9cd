//~ PASSES
//~ OUTCOMES within 2: `0`
//~ EXECUTIONS within 1: 16
//! A compare-exchange that is tried again until it succeeds.
// Where the numbers come from: each thread has 4 steps: begin, load, exchange,
// end; a failed exchange adds one, but only where the other has ended, so it
// adds no choice. No preemption, 3 executions: A then main or B; or B then A.
// One: of main before it starts B (1), of A before its 2nd to 4th step (3), of
// B after A (3), of B before A, with main or B continuing (2 * 3). 3 + 13 = 16.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn count(step: i64) {
    let mut old = COUNTER.load(Relaxed);
    while let Err(found) = COUNTER.compare_exchange_weak(old, old + step, Relaxed, Relaxed) {
        old = found;
    }
}

fn main() {
    let inc = thread::spawn(|| count(1));
    let dec = thread::spawn(|| count(-1));
    inc.join().unwrap();
    dec.join().unwrap();
    let value = COUNTER.load(Relaxed);
    println!("{value}");
    assert_eq!(value, 0);
}
