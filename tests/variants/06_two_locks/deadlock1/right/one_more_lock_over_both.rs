//~ PASSES
//! A third lock is held around every use of two accounts, in `balances` too.

use std::sync::Mutex;

/// What each of the two accounts holds.
static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

/// Held by whoever uses more than one account.
static BOTH: Mutex<()> = Mutex::new(());

/// Moves `amount` from the account number `from` to the account number `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    let _both = BOTH.lock().expect("the mutex is never poisoned");
    let mut from = ACCOUNTS[from].lock().expect("the mutex is never poisoned");
    let mut to = ACCOUNTS[to].lock().expect("the mutex is never poisoned");
    *from -= amount;
    *to += amount;
}

/// What each of the two accounts holds at this moment.
fn balances() -> [i64; 2] {
    let _both = BOTH.lock().expect("the mutex is never poisoned");
    let first = ACCOUNTS[0].lock().expect("the mutex is never poisoned");
    let second = ACCOUNTS[1].lock().expect("the mutex is never poisoned");
    [*first, *second]
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
