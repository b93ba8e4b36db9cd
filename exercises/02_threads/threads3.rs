//! Two threads share a purse, `COINS`, and may only spend coins that are in it.
//!
//! `inc` puts a coin into the purse and then tries to spend one. `dec` only
//! tries to spend. A thread that finds the purse empty spends nothing. (With
//! more than one round, the purse starts with one coin in it.) Run the program
//! a few times:
//!
//! ```sh
//! cargo run -p exercises --bin threads3
//! ```
//!
//! You see something like `Counter = 54438`: that many coins were spent that
//! were not there. And yet both threads look into the purse first. Only
//! `fetch_add` and `fetch_sub` change the number, so no update is lost.
//!
//! Once fixed, the program prints `Counter = 0` in every run: each coin is
//! spent once, and `spend` returns `false` only if the purse is empty.
//!
//! Try smaller and bigger numbers of `ROUNDS`. How low can the number of coins
//! get? How low could it get if three threads shared the purse?

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// How many coins are in the purse.
static COINS: AtomicI64 = AtomicI64::new(0);

/// Puts a coin into the purse.
fn earn() {
    COINS.fetch_add(1, Relaxed);
}

/// Takes a coin out of the purse if there is one, and returns whether there was one.
fn spend() -> bool {
    // TODO: You have looked. For how long is the value you read still current?
    if COINS.load(Relaxed) > 0 {
        COINS.fetch_sub(1, Relaxed);
        true
    } else {
        false
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{earn, spend};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 5_000_000), number("EXTRA", 0));
        // With more than one round, the purse starts with a coin, so it can hold two at a
        // time: then a worker that gives up because the other was faster leaves one behind.
        if rounds > 1 {
            earn_and_note();
        }
        let workers = [
            ("inc", inc as fn(u64) -> u64, rounds + extra),
            ("dec", dec, rounds),
        ];
        let threads = workers.map(|(name, worker, rounds)| {
            let thread = std::thread::Builder::new().name(name.to_string());
            let thread = thread.spawn(move || worker(rounds));
            (name, thread.expect("another thread can be started"))
        });
        let too_many = threads.map(|(name, thread)| match thread.join() {
            Ok(too_many) => too_many,
            Err(_) => std::panic!("the thread `{name}` failed"),
        });
        let too_many: u64 = too_many.iter().sum();
        let left = NOTED.load(std::sync::atomic::Ordering::Relaxed);
        std::println!("coins spent that were not there: {too_many}, left: {left}");
        // `inc` spends as many coins as it puts in, and `dec` spends the first one, so the
        // purse should be empty in the end.
        let counter = match too_many {
            0 => -i128::from(left),
            _ => i128::from(too_many),
        };
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "each coin should be spent, and none twice");
    }

    /// The check's own count: it goes up before a coin is put in, and down after a coin is
    /// spent, so it is never too low.
    static NOTED: std::sync::atomic::AtomicI64 = std::sync::atomic::AtomicI64::new(0);

    /// Notes a coin, then puts it in.
    fn earn_and_note() {
        NOTED.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        earn();
    }

    /// Puts coins in and spends one after each; returns how many it spent that were not there.
    fn inc(rounds: u64) -> u64 {
        let mut too_many = 0;
        for _ in 0..rounds {
            earn_and_note();
            too_many += spend_and_note();
        }
        too_many
    }

    /// Spends coins; returns how many it spent that were not there.
    fn dec(rounds: u64) -> u64 {
        (0..rounds).map(|_| spend_and_note()).sum()
    }

    /// Tries to spend a coin; returns 1 if it spent one that was not there, otherwise 0.
    fn spend_and_note() -> u64 {
        let spent: bool = spend();
        if !spent {
            return 0;
        }
        let coins = NOTED.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
        u64::from(coins <= 0)
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
