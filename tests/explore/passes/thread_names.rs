//~ PASSES
//~ OUTCOMES within 2: `inc dec true`
//~ EXECUTIONS within 1: 12
//! Threads with names, stacks and ids of their own.
// Where the numbers come from: each thread has 3 steps: begin, the write of its
// name, which main frees, end. No preemption, 3 executions: A then main or B;
// or B then A. One: of main before it starts B (1), of A before its write or
// its end (2), of B after A (2), of B before A, with main or B continuing (4).
// The names do not depend on the order.

use std::thread::{self, Builder};

fn main() {
    let who = || {
        let me = thread::current();
        (me.name().unwrap_or_default().to_owned(), me.id())
    };
    let [inc, dec] = ["inc", "dec"].map(|name| {
        let builder = Builder::new().name(name.to_owned()).stack_size(1 << 18);
        builder.spawn(who).unwrap()
    });
    assert_eq!(inc.thread().name(), Some("inc"));
    let (inc, dec) = (inc.join().unwrap(), dec.join().unwrap());
    println!("{} {} {}", inc.0, dec.0, inc.1 != dec.1);
    assert!(inc.0 == "inc" && dec.0 == "dec" && inc.1 != dec.1);
}
