//~ FAILS deadlock at `let mut to = ACCOUNTS[to].lock().expect("nobody panics with the lock");` or `let mut from = ACCOUNTS[from].lock().expect("nobody panics with the lock");` or `let second = ACCOUNTS[1].lock().expect("nobody panics with the lock");`
//! A sleep between the two locks gives the other thread time to take its first one.

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

/// What each of the two accounts holds.
static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

/// Moves `amount` from the account number `from` to the account number `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    let mut from = ACCOUNTS[from].lock().expect("nobody panics with the lock");
    thread::sleep(Duration::from_micros(1));
    let mut to = ACCOUNTS[to].lock().expect("nobody panics with the lock");
    *from -= amount;
    *to += amount;
}

/// What each of the two accounts holds at this moment.
fn balances() -> [i64; 2] {
    let first = ACCOUNTS[0].lock().expect("nobody panics with the lock");
    let second = ACCOUNTS[1].lock().expect("nobody panics with the lock");
    [*first, *second]
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
