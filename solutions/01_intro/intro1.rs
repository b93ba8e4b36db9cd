//! Solution of intro1: count down as well.

/// Counts up `up` times, then down `down` times, and returns the counter.
fn count(up: u64, down: u64) -> i64 {
    let mut counter = 0;
    for _ in 0..up {
        counter += 1;
    }
    // The second loop subtracts what the first one has added. There is only one
    // thread here, so one loop runs after the other and nothing can go wrong.
    for _ in 0..down {
        counter -= 1;
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
