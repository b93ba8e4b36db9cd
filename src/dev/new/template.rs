//! NAME: TODO what the program does, what you see when you run it, what it prints once fixed.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

static COUNTER: AtomicI64 = AtomicI64::new(0);

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        // TODO
        inc();
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        dec();
    }
}

/// The final value of the counter.
fn counter() -> i64 {
    COUNTER.load(Relaxed)
}

// CHECK LINE

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{counter, dec, inc};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 1_000_000), number("EXTRA", 0));
        let workers = [
            ("inc", inc as fn(u64), rounds + extra),
            ("dec", dec, rounds),
        ];
        let threads = workers.map(|(name, worker, rounds)| {
            let thread = std::thread::Builder::new().name(name.to_string());
            let thread = thread.spawn(move || worker(rounds));
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
