//~ PASSES
//~ OUTCOMES within 2: `3 7 3 2`
//~ EXECUTIONS within 1: 24
//! Operations that commute: or, maximum, exclusive or, minimum.
// Where the numbers come from: each thread has 6 steps: begin, four operations,
// end. No preemption, 3 executions: A then main or B; or B then A. One: of main
// before it starts B (1), of A before each step but its first (5), of B after A
// (5), of B before A, with main or B continuing afterwards (2 * 5). 3 + 21 =
// 24. The result does not depend on the order, so there is one outcome.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static BITS: AtomicU32 = AtomicU32::new(0);
static MOST: AtomicU32 = AtomicU32::new(0);
static ODD: AtomicU32 = AtomicU32::new(0);
static LEAST: AtomicU32 = AtomicU32::new(9);

fn apply(bit: u32, number: u32) {
    BITS.fetch_or(bit, SeqCst);
    MOST.fetch_max(number, SeqCst);
    ODD.fetch_xor(bit, SeqCst);
    LEAST.fetch_min(number, SeqCst);
}

fn main() {
    let a = thread::spawn(|| apply(1, 7));
    let b = thread::spawn(|| apply(2, 2));
    a.join().unwrap();
    b.join().unwrap();
    let all = [&BITS, &MOST, &ODD, &LEAST].map(|one| one.load(SeqCst));
    println!("{} {} {} {}", all[0], all[1], all[2], all[3]);
    assert_eq!(all, [3, 7, 3, 2]);
}
