//! The counter again, now without a single `unsafe`: it has become an atomic.
//!
//! Many threads may load an `AtomicI64` and store to it at the same time, and
//! no value is ever half written. So is all well now? Run the program a few
//! times:
//!
//! ```sh
//! cargo run -p exercises --bin threads2
//! ```
//!
//! You see something like `Counter = 17204`. The compiler found nothing to
//! complain about, and still steps get lost.
//!
//! When it is mended, the program prints `Counter = 0` in every run, with both
//! threads still at work at the same time.
//!
//! To try: bigger and smaller `ROUNDS`. And what does the counter say when both
//! threads count up, where should it end then?

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

/// Takes one away from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        let value = COUNTER.load(Relaxed);
        COUNTER.store(value - 1, Relaxed);
    }
}

/// Runs `inc` and `dec` at the same time, for `up` and `down` rounds, and returns
/// where the counter ends.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().expect("inc does not panic");
    dec.join().expect("dec does not panic");
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
