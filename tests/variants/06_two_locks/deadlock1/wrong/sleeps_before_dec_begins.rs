//~ FAILS deadlock at `let mut to = ACCOUNTS[to].lock().expect("the mutex is never poisoned");` or `let mut from = ACCOUNTS[from].lock().expect("the mutex is never poisoned");` or `let second = ACCOUNTS[1].lock().expect("the mutex is never poisoned");`
//! A sleep before one of the two workers makes the deadlock rarer, not impossible.

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

/// The balances of the two accounts.
static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

/// Moves `amount` from account `from` to account `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    if from < to {
        thread::sleep(Duration::from_micros(1));
    }
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
