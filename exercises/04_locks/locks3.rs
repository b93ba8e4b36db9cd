//! Now the number is inside its lock: the guard is the only way to reach it.
//!
//! `get` and `set` are the only functions that use the number. Each of them
//! acquires the lock, holds it as long as it needs it, and releases it. No
//! guard is dropped too early. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin locks3
//! ```
//!
//! You see something like `Counter = -40417`. Each access was under the lock,
//! and still updates get lost.
//!
//! Once fixed, the program prints `Counter = 0` in every run, and `inc` and
//! `dec` still work at the same time.
//!
//! Try it on paper: in which orders can two threads acquire the lock if each of
//! them calls `inc` once? How many orders are there, and which are right?

use std::sync::Mutex;

static COUNTER: Mutex<i64> = Mutex::new(0);

/// Adds one to the counter.
fn inc() {
    // TODO: On which lines is the lock held, and where is it free, here and in `dec`?
    let value = get();
    set(value + 1);
}

/// Subtracts one from the counter.
fn dec() {
    let value = get();
    set(value - 1);
}

/// The value of the counter.
fn get() -> i64 {
    *COUNTER.lock().unwrap()
}

/// Sets the counter to a new value.
fn set(value: i64) {
    *COUNTER.lock().unwrap() = value;
}

/// The final value of the counter.
fn counter() -> i64 {
    get()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{counter, dec, inc};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 200_000), number("EXTRA", 0));
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
