//! Solution of locks3: one guard for both the read and the write.

use std::sync::Mutex;

static COUNTER: Mutex<i64> = Mutex::new(0);

/// Changes the counter by `step`.
///
/// `get` is right and `set` is right, but one after the other they are wrong:
/// between them the lock is free. If the other thread changes the number there,
/// `set` overwrites that change. What belongs together needs *one* acquisition,
/// from the first read to the last write.
///
/// So the functions around a lock should be whole steps (`add`), not parts of them
/// (`get`, `set`). Locking here and then calling `get` would not work: `get` would
/// be blocked on the lock that its own thread holds.
fn add(step: i64) {
    let mut value = COUNTER.lock().unwrap();
    *value += step;
}

/// Adds one to the counter.
fn inc() {
    add(1);
}

/// Subtracts one from the counter.
fn dec() {
    add(-1);
}

/// The final value of the counter.
fn counter() -> i64 {
    *COUNTER.lock().unwrap()
}

// Your tries: each thread acquires the lock twice, so there are 6 orders of the four
// acquisitions. Only 2 of them are right: those in which one thread does both before the
// other one begins.

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
