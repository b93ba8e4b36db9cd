//! Solution of threads2: store the new value only if no other thread has
//! changed the counter in between.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Changes the counter by `step`, atomically.
///
/// A load and a store are each atomic, but the two together are not. It takes one
/// operation that does both. For a plain addition that is `COUNTER.fetch_add(step,
/// …)`. The way below works for any change: load the value, compute the new one, and
/// store it only if the counter still has the value that was loaded. If it does not,
/// the other thread was faster, nothing has been stored, and the loop tries again
/// with the current value.
fn add(step: i64) {
    let mut seen = COUNTER.load(Relaxed);
    // Not `compare_exchange`: the weak version may fail spuriously, although the value
    // has not changed. It is cheaper on some processors, and in a loop a spurious
    // failure does no harm.
    while let Err(now) = COUNTER.compare_exchange_weak(seen, seen + step, Relaxed, Relaxed) {
        seen = now;
    }
}

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        add(1);
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        add(-1);
    }
}

/// Runs `inc` for `up` rounds and `dec` for `down` rounds, at the same time, and
/// returns the final value of the counter.
fn count(up: u64, down: u64) -> i64 {
    let inc = thread::spawn(move || inc(up));
    let dec = thread::spawn(move || dec(down));
    inc.join().unwrap();
    dec.join().unwrap();
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
