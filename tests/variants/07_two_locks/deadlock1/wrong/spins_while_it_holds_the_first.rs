//~ FAILS livelock at `if let Ok(to) = ACCOUNTS[to].try_lock() {`
//! It polls the second lock and never releases the first.

use std::sync::Mutex;
use std::thread;

/// The balances of the two accounts.
static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

/// Moves `amount` from account `from` to account `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    if from == to {
        return;
    }
    let mut from = ACCOUNTS[from].lock().unwrap();
    let mut to = loop {
        if let Ok(to) = ACCOUNTS[to].try_lock() {
            break to;
        }
        thread::yield_now();
    };
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
