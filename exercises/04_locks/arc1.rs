//! Two clerks count votes, at the same time, and write each vote on one list.
//!
//! The list is a number in a `Mutex`. It is no `static` this time, but a variable
//! of `count`. A thread may go on when `count` has returned, so it cannot borrow a
//! variable of `count`. An **`Arc`** solves this: it owns a value together
//! with all its clones, and the value lives until the last of them is dropped. Run
//! the program:
//!
//! ```sh
//! cargo run -p exercises --bin arc1
//! ```
//!
//! You see `votes: 0, expected 400000`, in every run. Both clerks count under the
//! lock, `count` waits for both, and no vote is on the list.
//!
//! Once fixed, the program prints `Counter = 0` (the difference from what is
//! expected), and both clerks still work at the same time.
//!
//! Try it: let `handle` return `Arc<Cell<u64>>`, or an `Rc`. What does the compiler
//! say, and which of the two traits `Send` and `Sync` does it name?
//!
//! New Rust here: `std::sync::Arc` is `Rc` for threads.

use std::sync::{Arc, Mutex};
use std::thread;

/// Writes `rounds` votes on the list, one by one.
fn tally(votes: &Mutex<u64>, rounds: u64) {
    for _ in 0..rounds {
        *votes.lock().unwrap() += 1;
    }
}

/// A handle to the list, for a thread.
fn handle(votes: &Mutex<u64>) -> Arc<Mutex<u64>> {
    // TODO: Which list is behind this handle?
    let so_far = *votes.lock().unwrap();
    Arc::new(Mutex::new(so_far))
}

/// Lets one clerk count `first` votes and another one `second`, at the same time,
/// and returns how many are on the list.
fn count(first: u64, second: u64) -> u64 {
    let votes = Mutex::new(0);
    let (for_one, for_other) = (handle(&votes), handle(&votes));
    let one = thread::spawn(move || tally(&for_one, first));
    let other = thread::spawn(move || tally(&for_other, second));
    one.join().unwrap();
    other.join().unwrap();
    *votes.lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::count;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 200_000), number("EXTRA", 0));
        // The first worker does `extra` more rounds.
        let expected = 2 * rounds + extra;
        let counted: u64 = count(rounds + extra, rounds);
        std::println!("votes: {counted}, expected {expected}");
        let counter = i128::from(counted) - i128::from(expected);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "the work of both should count");
    }

    /// `ROUNDS`: how many rounds each worker does; `EXTRA`: how many more rounds the first does.
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
