//~ PASSES
//! One lock covers both accounts, so there is no order to get wrong.

use std::sync::Mutex;

/// The balances of the two accounts.
static ACCOUNTS: Mutex<[i64; 2]> = Mutex::new([0, 0]);

/// Moves `amount` from account `from` to account `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    let mut accounts = ACCOUNTS.lock().unwrap();
    accounts[from] -= amount;
    accounts[to] += amount;
}

/// The balances of both accounts, read at the same moment.
fn balances() -> [i64; 2] {
    let accounts = ACCOUNTS.lock().unwrap();
    *accounts
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
