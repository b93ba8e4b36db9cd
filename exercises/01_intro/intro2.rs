//! Two helper threads empty a jar of sweets, and `count` returns what is left.
//!
//! A thread is a part of the program that runs on its own, at the same time as
//! the other parts. `thread::spawn` starts one and returns at once. Run it:
//!
//! ```sh
//! cargo run -p exercises --bin intro2
//! ```
//!
//! You see something like `Counter = 9804899`: nearly all of the ten million
//! sweets are still there, and every run prints a different number. The helpers
//! count correctly, so they are not the cause. (`LEFT`, the number of sweets in
//! the jar, is an **atomic**: a number that threads can safely change at the
//! same time. The next chapter explains atomics, and the word `Relaxed`.)
//!
//! Once fixed, the program prints `Counter = 0`, and both helpers still work at
//! the same time.
//!
//! Try `ROUNDS=1` in front of the command, then `ROUNDS=10000`. From which
//! number of rounds on do the helpers finish too late?

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

/// How many sweets are left in the jar.
static LEFT: AtomicU64 = AtomicU64::new(0);

/// Puts `up` sweets into the jar, lets two helpers take `down` sweets each, and
/// returns how many are left.
fn count(up: u64, down: u64) -> u64 {
    LEFT.store(up, Relaxed);

    for _helper in 0..2 {
        thread::spawn(move || {
            for _ in 0..down {
                LEFT.fetch_sub(1, Relaxed);
            }
        });
    }

    // TODO: This line runs too early. Which threads are still working here?
    LEFT.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::count;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 5_000_000), number("EXTRA", 0));
        // The jar gets `extra` more sweets than the two helpers take, so `extra` should be left.
        let left: u64 = count(2 * rounds + extra, rounds);
        let counter = i128::from(left) - i128::from(extra);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "the counter should be at zero in the end");
    }

    /// `ROUNDS`: how many sweets each helper takes; `EXTRA`: how many more are put in.
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
