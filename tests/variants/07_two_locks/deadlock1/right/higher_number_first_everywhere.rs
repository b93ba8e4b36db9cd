//~ PASSES
//! Locking the higher number first is a lock order too, as long as `balances` follows it as well.

use std::sync::{Mutex, MutexGuard};

/// The balances of the two accounts.
static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

/// Moves `amount` from account `from` to account `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    if from == to {
        return;
    }
    let (mut payer, mut payee);
    if from > to {
        payer = lock(from);
        payee = lock(to);
    } else {
        payee = lock(to);
        payer = lock(from);
    }
    *payer -= amount;
    *payee += amount;
}

/// The balances of both accounts, read at the same moment.
fn balances() -> [i64; 2] {
    let second = lock(1);
    let first = lock(0);
    [*first, *second]
}

fn lock(account: usize) -> MutexGuard<'static, i64> {
    ACCOUNTS[account].lock().unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
