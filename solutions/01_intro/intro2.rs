//! Solution of intro2: start all helpers, then join all of them, then look.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

/// How many sweets are left in the jar.
static LEFT: AtomicU64 = AtomicU64::new(0);

/// Puts `up` sweets into the jar, lets two helpers take `down` sweets each, and
/// returns how many are left.
fn count(up: u64, down: u64) -> u64 {
    LEFT.store(up, Relaxed);

    // `spawn` returns a handle for the thread. Keep every handle: a thread whose handle
    // is dropped keeps running, but it cannot be joined any more.
    let mut helpers = Vec::new();
    for _helper in 0..2 {
        helpers.push(thread::spawn(move || {
            for _ in 0..down {
                LEFT.fetch_sub(1, Relaxed);
            }
        }));
    }

    // Both helpers are working now, so `count` joins the first and then the second. A
    // `join` right after each `spawn` would wait for the first helper before the
    // second one is even started: the result would be right, but nothing would run at
    // the same time.
    for helper in helpers {
        helper.join().unwrap();
    }

    // The thread that calls `join` sees everything that the joined thread did, so
    // nothing is missing here.
    LEFT.load(Relaxed)
}

// Your tries: there is no number of rounds that is small enough. Starting a thread takes
// longer than a load, so even with `ROUNDS=1` the helpers have often not begun when `count`
// looks. With few rounds they may also be done in time, which is luck.

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
