//~ PASSES
//~ OUTCOMES within 1: `m`, `t | m`, `m | t`
//~ EXECUTIONS within 1: 3
//! A thread that is never joined: it prints before main, after it, or never.
// Where the numbers come from: main has 2 steps after the start: print, exit.
// No preemption: the thread never begins, m. Before the print: t, m. Before the
// exit: m, t.

use std::thread;

fn main() {
    let thread = thread::spawn(|| println!("t"));
    println!("m");
    assert!(thread.thread().name().is_none());
}
