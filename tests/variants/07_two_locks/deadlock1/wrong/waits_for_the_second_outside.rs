//~ FAILS wrong_result at `*ACCOUNTS[from].lock().unwrap() = balance - amount;`
//! It releases the first lock to wait for the second, but keeps using the old balance.

use std::sync::Mutex;

/// The balances of the two accounts.
static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

/// Moves `amount` from account `from` to account `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    if from == to {
        return;
    }
    let balance = *ACCOUNTS[from].lock().unwrap();
    let mut to = ACCOUNTS[to].lock().unwrap();
    *to += amount;
    drop(to);
    *ACCOUNTS[from].lock().unwrap() = balance - amount;
}

/// The balances of both accounts, read at the same moment.
fn balances() -> [i64; 2] {
    let first = ACCOUNTS[0].lock().unwrap();
    let second = ACCOUNTS[1].lock().unwrap();
    [*first, *second]
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
