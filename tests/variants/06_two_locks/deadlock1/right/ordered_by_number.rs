//~ PASSES
//! The lower number is locked first, whichever way the coin goes.

use std::sync::{Mutex, MutexGuard};

/// What each of the two accounts holds.
static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

/// Moves `amount` from the account number `from` to the account number `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    let (mut payer, mut payee);
    if from < to {
        payer = lock(from);
        payee = lock(to);
    } else {
        payee = lock(to);
        payer = lock(from);
    }
    *payer -= amount;
    *payee += amount;
}

/// What each of the two accounts holds at this moment.
fn balances() -> [i64; 2] {
    let first = lock(0);
    let second = lock(1);
    [*first, *second]
}

fn lock(account: usize) -> MutexGuard<'static, i64> {
    ACCOUNTS[account]
        .lock()
        .expect("the mutex is never poisoned")
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
