//! Solution of threads1: a change that is a single, atomic step.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::thread;

// `COUNTER += 1` on a `static mut` is three steps: read the number, add one, write
// it back. What the other thread writes between the read and the write is lost.
// This is a data race, and it is why each use needed `unsafe`.
static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        // One step, not three: no other thread can write between the read and the
        // write. `Relaxed` is enough, because there is only this one number, and no
        // other data whose order would matter.
        COUNTER.fetch_add(1, Relaxed);
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        COUNTER.fetch_sub(1, Relaxed);
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

// Your tries: with `ROUNDS=100` the first thread is done before the second one has begun,
// so they hardly ever meet. With `--release` the counter ends at zero nearly every time: the
// compiler turns each loop into a single addition, so there are only two steps left that
// can meet. Neither is correct. The data race is still there, and what the compiler makes of
// it may be different tomorrow. That is why the kit does not rely on runs alone.

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
