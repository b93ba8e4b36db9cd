//~ FAILS deadlock at `let second = ACCOUNTS[1].lock().unwrap();`
//! `transfer` uses one lock order and `balances` another.

use std::sync::Mutex;

/// The balances of the two accounts.
static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

/// Moves `amount` from account `from` to account `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    if from == to {
        return;
    }
    let mut high = ACCOUNTS[from.max(to)].lock().unwrap();
    let mut low = ACCOUNTS[from.min(to)].lock().unwrap();
    let into_high = if from < to { amount } else { -amount };
    *high += into_high;
    *low -= into_high;
}

/// The balances of both accounts, read at the same moment.
fn balances() -> [i64; 2] {
    let first = ACCOUNTS[0].lock().unwrap();
    let second = ACCOUNTS[1].lock().unwrap();
    [*first, *second]
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
