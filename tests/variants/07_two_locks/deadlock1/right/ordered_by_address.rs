//~ PASSES
//! The lower address is locked first, which in an array is the order of the numbers.

use std::ptr;
use std::sync::Mutex;

/// The balances of the two accounts.
static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

/// Moves `amount` from account `from` to account `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    if from == to {
        return;
    }
    let (from, to) = (&ACCOUNTS[from], &ACCOUNTS[to]);
    let from_first = ptr::from_ref(from) < ptr::from_ref(to);
    let (low, high) = if from_first { (from, to) } else { (to, from) };
    let mut low = low.lock().unwrap();
    let mut high = high.lock().unwrap();
    let (from, to) = if from_first {
        (&mut *low, &mut *high)
    } else {
        (&mut *high, &mut *low)
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
