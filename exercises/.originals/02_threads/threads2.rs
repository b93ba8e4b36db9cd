//! A clock with one hand, `HAND`, that points at an hour: 0, 1, 2, up to 11.
//!
//! `inc` moves the hand forward by one hour, and `dec` moves it back. There is no
//! `unsafe` any more: the hand is an atomic. Many threads may load an `AtomicI64`
//! and store to it at the same time, and no thread ever sees a half-written
//! value. So is all well now? The hand starts at 11, and `inc` makes one step
//! more than `dec`, so it should end at 0. Run the program a few times:
//!
//! ```sh
//! cargo run -p exercises --bin threads2
//! ```
//!
//! You see something like `the hand points at 7, expected 0`. The compiler has
//! nothing to complain about, and updates still get lost.
//!
//! Once fixed, the program prints `Counter = 0` in every run (that is how far the
//! hand is from where it should be), and both threads still work at the same time.
//!
//! Try `fetch_add(1, Relaxed)` and `fetch_sub(1, Relaxed)`, as in threads1. Where
//! does the hand point in the end? What if you put it right with `% 12` each time?

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

/// The hour at which the hand points.
static HAND: AtomicI64 = AtomicI64::new(11);

/// Moves the hand forward by one hour, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        // TODO: What can the other thread do between these two lines?
        let hour = HAND.load(Relaxed);
        HAND.store((hour + 1) % 12, Relaxed);
    }
}

/// Moves the hand back by one hour, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        let hour = HAND.load(Relaxed);
        HAND.store((hour + 11) % 12, Relaxed); // 11 hours forward is one hour back
    }
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the hour at which the hand points in the end.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap();
    dec.join().unwrap();
    HAND.load(Relaxed)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::count;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 2_000_000), number("EXTRA", 0));
        // From 11, one step more forward than back leads to 0, and `extra` more to `extra`.
        let hand: i64 = count(rounds + 1 + extra, rounds);
        let expected = i128::from(extra % 12);
        std::println!("the hand points at {hand}, expected {expected}");
        // How far it is from there, the shorter way round; or where it points, if that is no hour.
        let hand = i128::from(hand);
        let counter = match hand {
            0..12 => (hand - expected + 6).rem_euclid(12) - 6,
            no_hour => no_hour,
        };
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "the hand should point at {expected} in the end");
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
