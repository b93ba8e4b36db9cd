//! Solution of threads3: check and take in one step.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// How many coins are in the purse.
static COINS: AtomicI64 = AtomicI64::new(0);

/// Puts a coin into the purse.
fn earn() {
    COINS.fetch_add(1, Relaxed);
}

/// Takes a coin out of the purse if there is one, and returns whether there was one.
fn spend() -> bool {
    // In the starter, the other thread could run between the check and the taking.
    // Both threads saw the same coin, and both took it: what the first one saw was no
    // longer true when it acted. An atomic `fetch_sub` does not help, because checking
    // and acting are still two steps.
    //
    // `fetch_update` is a loop around `compare_exchange`. It passes the number to the
    // closure, which returns the new number, or `None` to change nothing. The new
    // number is stored only if the old one has not changed; if it has, the closure is
    // called again. So whenever a coin is taken, it was there at that very moment.
    let taken = COINS.fetch_update(Relaxed, Relaxed, |coins| match coins {
        ..=0 => None,
        coins => Some(coins - 1),
    });
    taken.is_ok()
}

// Your tries: with two threads the number can fall to -1: both see the one coin, and both
// take it. With three threads it can fall to -2. A smaller number of `ROUNDS` only makes it
// rarer.

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
