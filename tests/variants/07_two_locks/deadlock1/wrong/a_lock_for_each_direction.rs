//~ FAILS deadlock at `let mut to = ACCOUNTS[to].lock().unwrap();` or `let mut from = ACCOUNTS[from].lock().unwrap();` or `let second = ACCOUNTS[1].lock().unwrap();`
//! Each direction has its own extra lock, which does not exclude transfers in the other direction.

use std::sync::Mutex;

/// The balances of the two accounts.
static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

/// One lock for the transfers out of each account.
static WAYS: [Mutex<()>; 2] = [Mutex::new(()), Mutex::new(())];

/// Moves `amount` from account `from` to account `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    if from == to {
        return;
    }
    let _way = WAYS[from].lock().unwrap();
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
