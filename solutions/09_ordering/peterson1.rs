//! Solution of peterson1: first set the flag, then give the turn to the other
//! thread.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread;

/// The flags: whether each thread wants to enter.
static WANTS: [AtomicBool; 2] = [AtomicBool::new(false), AtomicBool::new(false)];

/// The thread that may enter if both want to.
static TURN: AtomicUsize = AtomicUsize::new(0);

/// The data that the lock protects.
static mut COUNTER: i64 = 0;

/// Waits until the other thread is out of the critical section, then enters it.
fn lock(me: usize) {
    let other = 1 - me;
    // The starter gave the turn away first. Suppose `inc` is preempted right after that.
    // `dec` gives the turn to `inc`, sets its own flag, sees that the flag of `inc` is
    // not set, and enters. Then `inc` continues: it sets its flag, sees that it has the
    // turn, which `dec` gave to it, and enters too.
    //
    // Now a thread sets its flag before it gives the turn away, so at least one of them
    // sees the flag of the other. If both do, TURN decides: the thread that stored to it
    // last gave the turn to the other, and waits until the other's flag is cleared.
    WANTS[me].store(true, SeqCst);
    TURN.store(other, SeqCst);
    while WANTS[other].load(SeqCst) && TURN.load(SeqCst) == other {
        thread::yield_now();
    }
}

// SeqCst, because the order of a store and of a later load of *another* atomic matters
// here: "I set my flag, then I read yours". Release and Acquire promise nothing about
// that, and an ordinary PC really does reorder the two.

/// Leaves the critical section.
fn unlock(me: usize) {
    WANTS[me].store(false, SeqCst);
}

/// Changes the counter by `step`, `rounds` times, as thread `me`.
fn add(me: usize, step: i64, rounds: u64) {
    for _ in 0..rounds {
        lock(me);
        unsafe { COUNTER += step }
        unlock(me);
    }
}

/// Runs `inc` (thread 0) and `dec` (thread 1), and returns the final value.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || add(0, 1, up));
    let dec = thread::spawn(move || add(1, -1, down));
    inc.join().unwrap();
    dec.join().unwrap();
    unsafe { COUNTER }
}

// What other fixes cost: a flag with `swap` is a lock for any number of threads, in two
// lines. A `swap` of the turn, in place of the store, allows weaker orderings elsewhere, and
// so do fences: hard to get right, and hard to check. A Mutex does not spin.
//
// Try: with few rounds, one thread is mostly done before the other has begun, and the
// counter ends at 0 by luck. On the table, let `inc` execute only its first line, and then
// `dec` all of `lock`. In the order of the starter both enter; in Peterson's they cannot.

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::count;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 500_000), number("EXTRA", 0));
        // `inc` does `extra` more increments, so the counter should end `extra` higher.
        let end: i64 = count(rounds + extra, rounds);
        let counter = i128::from(end) - i128::from(extra);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "the counter should be at zero in the end");
    }

    /// `ROUNDS`: how many rounds each worker does; `EXTRA`: how many more rounds `inc` does.
    fn number(name: &str, default: u64) -> u64 {
        match std::env::var(name) {
            Ok(text) => text.parse().expect(name),
            Err(_) => default,
        }
    }
}

fn main() {
    check::main();
}
