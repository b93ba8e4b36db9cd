//! Solution of deadlock1: both threads acquire the locks in the same order.

use std::sync::{Mutex, MutexGuard};

/// The balances of the two accounts.
static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

/// Moves `amount` from account `from` to account `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    // One account has one lock. Without this line, a transfer from an account to itself would
    // lock it twice: no order of the locks helps against that.
    if from == to {
        return;
    }

    // In the starter, `inc` held account 1 and was blocked on 0, while `dec` held 0 and
    // was blocked on 1: a circle. Now every thread locks the account with the lower
    // number first, as `balances` does. So a thread that holds account 1 already holds
    // account 0, or does not need it. That thread is not blocked on anything, so there
    // is no circle, for any number of threads.
    let (mut payer, mut payee);
    if from < to {
        payer = lock(from);
        payee = lock(to);
    } else {
        payee = lock(to);
        payer = lock(from);
    }
    *payer -= amount;
    *payee += amount;
}

/// The balances of both accounts, read at the same moment.
fn balances() -> [i64; 2] {
    let first = lock(0);
    let second = lock(1);
    [*first, *second]
}

fn lock(account: usize) -> MutexGuard<'static, i64> {
    ACCOUNTS[account].lock().unwrap()
}

// Other fixes, and what they cost: one lock for both accounts, or a third lock over both,
// is easy to get right, but no two transfers run at the same time. Both locks or none
// needs no order, but a thread may have to try often. With addresses instead of numbers,
// any two locks have an order.
//
// Try: with `ROUNDS=1` it mostly ends: a thread has finished before the other one starts.
// With `ROUNDS=100` it depends on the machine. It hangs when one thread is stopped
// between its two locks and the other one runs meanwhile, so the number of transfers is a
// matter of luck.

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
