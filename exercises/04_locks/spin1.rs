//! A lock, made by hand: `HELD` is true as long as a thread holds it.
//!
//! Between `acquire` and `release` a thread should have `COUNTER` to itself, so
//! loading and storing it there should be fine. A thread that finds the lock held
//! **spins**: it checks again and again. Run the program a few times:
//!
//! ```sh
//! cargo run -p exercises --bin spin1
//! ```
//!
//! You see something like `Counter = 21650`. Updates get lost, so both threads were
//! between `acquire` and `release` at the same time. Only one of them should be.
//!
//! Once fixed, the program prints `Counter = 0` in every run. (`Acquire` and
//! `Release` let the next holder see what the last one has stored. The chapter's
//! README says more. Keep them: `Acquire` where the lock is acquired, `Release`
//! where it is released.)
//!
//! Try `swap(true, Relaxed)` once it works. What does the kit say, and what do real
//! runs on your machine say?
//!
//! New Rust here: `std::hint::spin_loop` tells the processor that this is a loop
//! that waits. `std::hint::black_box` keeps the compiler from leaving out work.

use std::hint;
use std::sync::atomic::{
    AtomicBool, AtomicI64,
    Ordering::{Acquire, Relaxed, Release},
};

static HELD: AtomicBool = AtomicBool::new(false);
static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Waits until no thread holds the lock, then holds it.
fn acquire() {
    while HELD.load(Acquire) {
        hint::spin_loop();
    }
    // TODO: The lock was free a moment ago. Which threads know that?
    HELD.store(true, Relaxed);
}

/// Stops holding the lock.
fn release() {
    HELD.store(false, Release);
}

/// Adds one to the counter.
fn inc() {
    acquire();
    let value = COUNTER.load(Relaxed);
    COUNTER.store(slowly(value + 1), Relaxed);
    release();
}

/// Subtracts one from the counter.
fn dec() {
    acquire();
    let value = COUNTER.load(Relaxed);
    COUNTER.store(slowly(value - 1), Relaxed);
    release();
}

/// The final value of the counter.
fn counter() -> i64 {
    COUNTER.load(Relaxed)
}

/// Stands in for more work with a number, as in a bigger program.
fn slowly(number: i64) -> i64 {
    (0..30).fold(number, |number, _| hint::black_box(number))
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{counter, dec, inc};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 300_000), number("EXTRA", 0));
        let workers = [("inc", inc as fn(), rounds + extra), ("dec", dec, rounds)];
        let threads = workers.map(|(name, step, rounds)| {
            let thread = std::thread::Builder::new().name(name.to_string());
            let thread = thread.spawn(move || (0..rounds).for_each(|_| step()));
            (name, thread.expect("another thread can be started"))
        });
        let ends = threads.map(|(name, thread)| (name, thread.join()));
        for (name, end) in ends {
            std::assert!(end.is_ok(), "the thread `{name}` failed");
        }
        // `inc` does `extra` more increments, so the counter should end `extra` higher.
        let end: i64 = counter();
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
