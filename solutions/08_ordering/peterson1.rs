//! Solution of peterson1: first say that you want to come in, then let the
//! other one go first.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread;

/// Who wants to come in.
static WANTS: [AtomicBool; 2] = [AtomicBool::new(false), AtomicBool::new(false)];

/// Whose turn it is when both want to come in.
static TURN: AtomicUsize = AtomicUsize::new(0);

/// What the lock guards.
static mut COUNTER: i64 = 0;

/// Waits until the other one is not in here, and comes in.
fn lock(me: usize) {
    let other = 1 - me;
    // The starter gave the turn away first. One is interrupted right after that; the
    // other one gives the turn away as well, wants to come in, sees no flag, and is
    // in. Then the first one goes on: it raises its flag and has the turn, given to
    // it by the other one. So it comes in too.
    //
    // With the flag up first, whoever has given the turn away can be seen to want to
    // come in. If both want to, the last one that gave the turn away waits: there is
    // one TURN, and so one last. That one waits until the other's flag is down.
    WANTS[me].store(true, SeqCst);
    TURN.store(other, SeqCst);
    while WANTS[other].load(SeqCst) && TURN.load(SeqCst) == other {
        thread::yield_now();
    }
}

// SeqCst, because the order of a store and of a later load of *another* atomic
// matters here: "my flag is up, and then I look at yours". Release and Acquire
// promise nothing about that, and an ordinary PC really does swap the two.

/// Leaves.
fn unlock(me: usize) {
    WANTS[me].store(false, SeqCst);
}

/// Changes the counter by `step`, `rounds` times, as side `me`.
fn add(me: usize, step: i64, rounds: u64) {
    for _ in 0..rounds {
        lock(me);
        unsafe { COUNTER += step }
        unlock(me);
    }
}

/// Runs `inc` (side 0) and `dec` (side 1) and returns where the counter ends.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || add(0, 1, up));
    let dec = thread::spawn(move || add(1, -1, down));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    unsafe { COUNTER }
}

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
