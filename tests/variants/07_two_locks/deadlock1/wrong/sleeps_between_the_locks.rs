//~ FAILS deadlock at `let mut to = ACCOUNTS[to].lock().unwrap();` or `let mut from = ACCOUNTS[from].lock().unwrap();` or `let second = ACCOUNTS[1].lock().unwrap();`
//! A sleep between the two locks gives the other thread time to acquire its first one.

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

/// The balances of the two accounts.
static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

/// Moves `amount` from account `from` to account `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    if from == to {
        return;
    }
    let mut from = ACCOUNTS[from].lock().unwrap();
    thread::sleep(Duration::from_micros(1));
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
