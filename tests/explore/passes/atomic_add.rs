//~ PASSES
//~ OUTCOMES within 2: `0`
//~ EXECUTIONS within 1: 12
//! Two threads count with one atomic step each.
// Where the numbers come from: each thread has 3 steps: begin, add, end. Main
// starts A and B and joins A, then B. No preemption, 3: A first and then main
// or B; or B first and then A. One, 9: of main before it starts B (1); of A
// before its 2nd or 3rd step (2); of B after A, for main (2); of B before A,
// and when A has ended main or B continues (2 * 2). An addition is one step, so
// none is lost: always 0.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

fn main() {
    let inc = thread::spawn(|| COUNTER.fetch_add(1, Relaxed));
    let dec = thread::spawn(|| COUNTER.fetch_sub(1, Relaxed));
    inc.join().unwrap();
    dec.join().unwrap();
    let value = COUNTER.load(Relaxed);
    println!("{value}");
    assert_eq!(value, 0);
}
