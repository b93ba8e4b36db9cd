//! A lock for two threads, made of loads and stores alone.
//!
//! Gary Peterson found it in 1981. Each thread has a flag, "I want to enter",
//! and there is a turn, in case both want to. A thread that wants to enter sets
//! its flag, gives the turn to the other, and waits as long as the other wants
//! to enter and has the turn. No operation here reads and writes in one step.
//! Run the program a few times:
//!
//! ```sh
//! cargo run -p exercises --bin peterson1
//! ```
//!
//! You see something like `Counter = -7`. So now and then both threads were in
//! the critical section. `lock` has all of Peterson's lines, but not quite in
//! his order.
//!
//! Once fixed, the program prints `Counter = 0` in every run. The lock can
//! still be made of loads and stores alone.
//!
//! Try smaller and bigger numbers of `ROUNDS`. Then play it with two friends
//! and three coins on the table, two for the flags and one for the turn: two of
//! you execute one line at a time, and the third is the scheduler.

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
    // TODO: Between which lines can the other thread run, and what does it see then?
    TURN.store(other, SeqCst);
    WANTS[me].store(true, SeqCst);
    while WANTS[other].load(SeqCst) && TURN.load(SeqCst) == other {
        thread::yield_now();
    }
}

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
