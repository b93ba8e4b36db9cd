//~ PASSES
//~ OUTCOMES within 2: `00`, `01`, `02`, `11`, `22`
//~ STALE within 2: `00`, `01`, `02`, `11`, `22`
//~ EXECUTIONS within 2: 9
//! Two reads of one atomic never go back in time.
// Where the numbers come from: main reads twice before it waits; the thread has
// 4 steps: begin, store 1, store 2, end. Executions: no preemption 1; main
// preempted before a read 2; then the thread before its 2nd to 4th step 2 * 3.
// Outcomes: 00 when main is not preempted, 22 and 02 when it is before the
// first or second read and the thread runs to its end; 11 and 01 when the
// thread is preempted between its stores. 12 needs a third preemption; a
// stale read shows only what no interleaving does. 10, 20, 21 go back in time.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;

static STAGE: AtomicU32 = AtomicU32::new(0);

fn main() {
    let writer = thread::spawn(|| {
        STAGE.store(1, Relaxed);
        STAGE.store(2, Relaxed);
    });
    let first = STAGE.load(Relaxed);
    let second = STAGE.load(Relaxed);
    writer.join().unwrap();
    println!("{first}{second}");
    assert!(first <= second);
}
