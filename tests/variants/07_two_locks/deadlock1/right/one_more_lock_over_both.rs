//~ PASSES
//! A third lock is held around every use of two accounts, in `balances` too.

use std::sync::Mutex;

/// The balances of the two accounts.
static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

/// Held around every use of more than one account.
static BOTH: Mutex<()> = Mutex::new(());

/// Moves `amount` from account `from` to account `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    if from == to {
        return;
    }
    let _both = BOTH.lock().unwrap();
    let mut from = ACCOUNTS[from].lock().unwrap();
    let mut to = ACCOUNTS[to].lock().unwrap();
    *from -= amount;
    *to += amount;
}

/// The balances of both accounts, read at the same moment.
fn balances() -> [i64; 2] {
    let _both = BOTH.lock().unwrap();
    let first = ACCOUNTS[0].lock().unwrap();
    let second = ACCOUNTS[1].lock().unwrap();
    [*first, *second]
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
