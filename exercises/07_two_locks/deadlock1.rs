//! Two `ACCOUNTS`, and coins that move between them in both directions.
//!
//! Each account has its own lock. A transfer holds both locks, so that no
//! thread ever sees a coin that has left one account and not yet reached the
//! other: both accounts together hold zero, at any time. After each transfer,
//! the check calls `balances` to see whether they do. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin deadlock1
//! ```
//!
//! It hangs (stop it with Ctrl-C). Every path releases its locks, no guard
//! lives too long, and yet both threads are blocked forever.
//!
//! Once fixed, the program ends in every run and prints `Counter = 0`: both
//! accounts together never held anything else. A transfer from an account to
//! itself is allowed, and changes nothing.
//!
//! Try `ROUNDS=1`, then `ROUNDS=100`. How many transfers does it take until the
//! program hangs?

use std::sync::Mutex;

/// The balances of the two accounts.
static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

/// Moves `amount` from account `from` to account `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    if from == to {
        return; // Nothing moves. (And a thread that locks one Mutex twice blocks itself.)
    }
    // TODO: Which lock can the other thread hold here, and which one does it need?
    let mut from = ACCOUNTS[from].lock().unwrap();
    let mut to = ACCOUNTS[to].lock().unwrap();
    *from -= amount;
    *to += amount;
}

/// The balances of both accounts, read at the same moment.
fn balances() -> [i64; 2] {
    let first = ACCOUNTS[0].lock().unwrap();
    let second = ACCOUNTS[1].lock().unwrap();
    [*first, *second]
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{balances, transfer};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 200_000), number("EXTRA", 0));
        let workers = [("inc", 1, 0, rounds + extra), ("dec", 0, 1, rounds)];
        let threads = workers.map(|(name, from, to, rounds)| {
            let thread = std::thread::Builder::new().name(name.to_string());
            let thread = thread.spawn(move || worker(from, to, rounds));
            (name, thread.expect("another thread can be started"))
        });
        let mut counter = 0;
        for (name, thread) in threads {
            match thread.join() {
                Ok(0) => {}
                Ok(wrong_total) => counter = wrong_total,
                Err(_) => std::panic!("the thread `{name}` failed"),
            }
        }
        if counter == 0 {
            // From an account to itself: nothing changes, and nothing blocks.
            transfer(0, 0, 1);
            // `inc` was asked to move `extra` more coins, from account 1 to account 0.
            let extra = i128::from(extra);
            let end: [i64; 2] = balances();
            let [first, second] = end.map(i128::from);
            std::println!("balances: {first}, {second}");
            counter = (first - extra).abs() + (second + extra).abs();
        }
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "both accounts together should hold zero");
    }

    /// Moves one coin in each round, and stops at the first total that is not zero.
    fn worker(from: usize, to: usize, rounds: u64) -> i128 {
        for _ in 0..rounds {
            transfer(from, to, 1);
            let both: [i64; 2] = balances();
            let total = both.map(i128::from).iter().sum();
            if total != 0 {
                return total;
            }
        }
        0
    }

    /// `ROUNDS`: how many coins each worker moves; `EXTRA`: how many more coins `inc` moves.
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
