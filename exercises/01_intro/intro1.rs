//! Welcome! This first program has no race in it: it shows you how to work
//! here.
//!
//! The program counts up, and then it should count down equally often, so that
//! the counter ends at zero. You can run it by hand:
//!
//! ```sh
//! cargo run -p exercises --bin intro1
//! ```
//!
//! It prints `Counter = 1000`, because it does not count down yet. Once fixed,
//! it prints `Counter = 0`. Edit this file and save it: the kit checks it on
//! every save, and tells you what to do next.
//!
//! All exercises work like this one. Each program counts up as often as down,
//! and it is fixed when the counter ends at zero every time.

/// Counts up `up` times, then down `down` times, and returns the counter.
fn count(up: u64, down: u64) -> i64 {
    let mut counter = 0;
    for _ in 0..up {
        counter += 1;
    }
    for _ in 0..down {
        // TODO: Subtract one from the counter.
    }
    counter
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::count;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 1_000), number("EXTRA", 0));
        // It counts up `extra` more times than down, so it should end `extra` higher.
        let end: i64 = count(rounds + extra, rounds);
        let counter = i128::from(end) - i128::from(extra);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "the counter should be at zero in the end");
    }

    /// `ROUNDS`: how often it counts up and down; `EXTRA`: how many more times it counts up.
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
