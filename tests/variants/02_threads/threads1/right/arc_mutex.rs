//~ HOLDS
//! The counter is shared through an `Arc<Mutex<i64>>`, without any static.

use std::sync::{Arc, Mutex};
use std::thread;

/// Changes the counter by `step`, `rounds` times.
fn add(counter: &Mutex<i64>, step: i64, rounds: u64) {
    for _ in 0..rounds {
        let mut value = counter.lock().expect("nobody panics with the lock");
        *value += step;
    }
}

/// Runs both sides at the same time and returns where the counter ends.
fn count(up: u64, down: u64) -> i64 {
    let counter = Arc::new(Mutex::new(0));
    let threads = [(1, up), (-1, down)].map(|(step, rounds)| {
        let counter = Arc::clone(&counter);
        thread::spawn(move || add(&counter, step, rounds))
    });
    for thread in threads {
        thread.join().expect("a thread does not panic");
    }
    let value = counter.lock().expect("nobody panics with the lock");
    *value
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::count;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 5_000_000), number("EXTRA", 0));
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
