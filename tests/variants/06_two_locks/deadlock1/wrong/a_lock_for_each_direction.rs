//~ FAILS deadlock at `let mut to = ACCOUNTS[to].lock().expect("the mutex is never poisoned");` or `let mut from = ACCOUNTS[from].lock().expect("the mutex is never poisoned");` or `let second = ACCOUNTS[1].lock().expect("the mutex is never poisoned");`
//! Each direction has its own extra lock, which does not exclude transfers in the other direction.

use std::sync::Mutex;

/// The balances of the two accounts.
static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

/// One lock for the transfers out of each account.
static WAYS: [Mutex<()>; 2] = [Mutex::new(()), Mutex::new(())];

/// Moves `amount` from account `from` to account `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    let _way = WAYS[from].lock().expect("the mutex is never poisoned");
    let mut from = ACCOUNTS[from].lock().expect("the mutex is never poisoned");
    let mut to = ACCOUNTS[to].lock().expect("the mutex is never poisoned");
    *from -= amount;
    *to += amount;
}

/// The balances of both accounts, read at the same moment.
fn balances() -> [i64; 2] {
    let first = ACCOUNTS[0].lock().expect("the mutex is never poisoned");
    let second = ACCOUNTS[1].lock().expect("the mutex is never poisoned");
    [*first, *second]
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
