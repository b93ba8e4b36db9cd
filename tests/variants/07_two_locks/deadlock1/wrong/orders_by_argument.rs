//~ FAILS deadlock at `let mut from = ACCOUNTS[from].lock().unwrap();` or `let mut to = ACCOUNTS[to].lock().unwrap();` or `let second = ACCOUNTS[1].lock().unwrap();`
//! Locking `to` first orders the arguments, which the two workers pass in opposite order.

use std::sync::Mutex;

/// The balances of the two accounts.
static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

/// Moves `amount` from account `from` to account `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    if from == to {
        return;
    }
    let mut to = ACCOUNTS[to].lock().unwrap();
    let mut from = ACCOUNTS[from].lock().unwrap();
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
