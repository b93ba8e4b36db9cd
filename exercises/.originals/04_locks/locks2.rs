//! The same kind of lock, but this one is released automatically.
//!
//! The `lock()` of a std `Mutex` waits until the lock is free, and then returns
//! a **guard**. The lock is held as long as the guard lives. When the guard is
//! dropped, the lock is released, on every path. You cannot forget it. Run the
//! program:
//!
//! ```sh
//! cargo run -p exercises --bin locks2
//! ```
//!
//! It acquires the lock for each step, and still you see something like
//! `Counter = -20519`. Updates get lost, as if there were no lock.
//!
//! Once fixed, the program prints `Counter = 0` in every run.
//!
//! Try it on paper: for each line of `inc`, say whether the lock is held there.
//! Then do the same for `dec`.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static LOCK: Mutex<()> = Mutex::new(());
static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Adds one to the counter.
fn inc() {
    // TODO: How long does the guard live, here and in `dec`?
    let value = {
        let _guard = LOCK.lock().unwrap();
        COUNTER.load(Relaxed)
    };
    COUNTER.store(slowly(value + 1), Relaxed);
}

/// Subtracts one from the counter.
fn dec() {
    take_lock();
    let value = COUNTER.load(Relaxed);
    COUNTER.store(slowly(value - 1), Relaxed);
}

/// Acquires the lock.
fn take_lock() {
    let _guard = LOCK.lock().unwrap();
}

/// The final value of the counter.
fn counter() -> i64 {
    COUNTER.load(Relaxed)
}

/// Stands in for more work with a number, as in a bigger program.
fn slowly(number: i64) -> i64 {
    (0..30).fold(number, |number, _| std::hint::black_box(number))
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{counter, dec, inc};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 100_000), number("EXTRA", 0));
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
