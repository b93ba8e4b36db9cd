//~ FAILS panic
//~ LINE `let _ = COUNTER.compare_exchange(before, before + step, SeqCst, SeqCst);` or `assert!(value == 0, "{value} is left");`
//~ OUTCOMES within 2: `0`, `panic: -1 is left`, `panic: 1 is left`
//~ EXECUTIONS within 1: 16
//! The failure of a compare-exchange is ignored, so the update is lost.
// Where the numbers come from: each thread has 4 steps: begin, load, exchange,
// end. No preemption, 3 executions: A then main or B; or B then A. One: of main
// before it starts B (1), of A before its 2nd to 4th step (3), of B after A
// (3), of B before A, with main or B continuing (2 * 3). 3 + 13 = 16.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn count(step: i64) {
    let before = COUNTER.load(SeqCst);
    let _ = COUNTER.compare_exchange(before, before + step, SeqCst, SeqCst);
}

fn main() {
    let inc = thread::spawn(|| count(1));
    let dec = thread::spawn(|| count(-1));
    inc.join().unwrap();
    dec.join().unwrap();
    let value = COUNTER.load(SeqCst);
    println!("{value}");
    assert!(value == 0, "{value} is left");
}
