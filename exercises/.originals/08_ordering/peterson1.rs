//! A lock for two, made of loads and stores alone.
//!
//! Gary Peterson found it in 1981. Each of the two has a flag, "I want to come
//! in", and there is a turn, for when both want to. Whoever wants to come in
//! says so, lets the other one go first, and waits while the other one wants to
//! come in and has the turn. No operation here does two things in one go. Run
//! the program a few times:
//!
//! ```sh
//! cargo run -p exercises --bin peterson1
//! ```
//!
//! You see something like `Counter = -7`. So now and then both have been in
//! there. All that Peterson wrote down stands in `lock`, but not quite as he
//! wrote it.
//!
//! When it is mended, the program prints `Counter = 0` in every run. The lock
//! may still be made of loads and stores alone.
//!
//! To try: bigger and smaller `ROUNDS`. Then play it with a friend and three
//! coins on the table, two for the flags and one for the turn: each of you does
//! one line at a time, and a third one says who goes.

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
    // TODO: Where can the other one come in between, and what does it see then?
    TURN.store(other, SeqCst);
    WANTS[me].store(true, SeqCst);
    while WANTS[other].load(SeqCst) && TURN.load(SeqCst) == other {
        thread::yield_now();
    }
}

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
