//~ FAILS vacuous
//! It stores the expected result, and returns that.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        // TODO: What may the other thread do between these two lines?
        let value = COUNTER.load(Relaxed);
        COUNTER.store(value + 1, Relaxed);
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        let value = COUNTER.load(Relaxed);
        COUNTER.store(value - 1, Relaxed);
    }
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the final value of the counter.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
    COUNTER.store(up as i64 - down as i64, Relaxed);
    COUNTER.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::count;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 2_000_000), number("EXTRA", 0));
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
