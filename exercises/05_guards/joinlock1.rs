//! Two threads count, `main` waits for them, then reads the result.
//!
//! `inc` adds one in each round, `dec` subtracts one. Both do it right: each
//! locks the counter for a moment, and their guards are gone at once. Then
//! `count` wants to read the final value. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin joinlock1
//! ```
//!
//! It hangs (stop it with Ctrl-C), although there is only one lock, and no
//! thread locks it while it already holds it.
//!
//! Once fixed, the program ends in every run and prints `Counter = 0`: `count`
//! returns what all additions and subtractions make. Both threads still work at
//! the same time.
//!
//! Try `ROUNDS=0`, then `ROUNDS=1`. Which of the two always ends, and why?

use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

/// Lets two threads count, one `up` times and one `down` times, and returns the
/// final value.
fn count(up: u64, down: u64) -> i64 {
    let counter = Arc::new(Mutex::new(0));
    let inc = start("inc", &counter, up, 1);
    let dec = start("dec", &counter, down, -1);

    // TODO: What does `main` hold while it waits for the two threads?
    let value = counter.lock().unwrap();
    inc.join().unwrap();
    dec.join().unwrap();
    *value
}

/// Starts a thread that adds `step` to the counter, `rounds` times.
fn start(name: &str, counter: &Arc<Mutex<i64>>, rounds: u64, step: i64) -> JoinHandle<()> {
    let counter = Arc::clone(counter);
    let thread = thread::Builder::new().name(name.to_string());
    let work = move || {
        for _ in 0..rounds {
            *counter.lock().unwrap() += step;
        }
    };
    thread.spawn(work).unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::count;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 50_000), number("EXTRA", 0));
        let end: i64 = count(rounds + extra, rounds);
        // `inc` does `extra` more rounds, so the counter should end `extra` higher.
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
