//~ FAILS wrong_result at `*ACCOUNTS[from].lock().expect("nobody panics with the lock") = balance - amount;`
//! It gives back the first lock to wait for the second, with the old balance in its hands.

use std::sync::Mutex;

/// What each of the two accounts holds.
static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

/// Moves `amount` from the account number `from` to the account number `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    let balance = *ACCOUNTS[from].lock().expect("nobody panics with the lock");
    let mut to = ACCOUNTS[to].lock().expect("nobody panics with the lock");
    *to += amount;
    drop(to);
    *ACCOUNTS[from].lock().expect("nobody panics with the lock") = balance - amount;
}

/// What each of the two accounts holds at this moment.
fn balances() -> [i64; 2] {
    let first = ACCOUNTS[0].lock().expect("nobody panics with the lock");
    let second = ACCOUNTS[1].lock().expect("nobody panics with the lock");
    [*first, *second]
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
