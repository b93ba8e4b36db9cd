//~ PASSES
//~ OUTCOMES within 2: `01`, `10`, `11`
//~ STALE within 2: `01`, `10`, `11`
//~ EXECUTIONS within 2: 9
//! Main and a thread each set a flag and read the other's: at least one of them sees the other's.
// Where the numbers come from: main has 2 steps before it waits, the thread 4:
// begin, store, load, end. No preemption: main runs until it waits (1). One: of
// main before one of its steps, and the thread runs to its end (2). Two: also
// of the thread before its 2nd to 4th step (2 * 3). 1 + 2 + 6 = 9. Outcomes
// (what main saw, then the thread): main first 01; main preempted before its
// store 10; between its steps 11. 00 would need each load before the other's
// store, so each thread's load before its own store.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static X: AtomicI64 = AtomicI64::new(0);
static Y: AtomicI64 = AtomicI64::new(0);

fn main() {
    let other = thread::spawn(|| {
        Y.store(1, SeqCst);
        X.load(SeqCst)
    });
    X.store(1, SeqCst);
    let mine = Y.load(SeqCst);
    let other = other.join().unwrap();
    println!("{mine}{other}");
    assert!(mine + other > 0);
}
