//~ FAILS vacuous
//! No coin is moved, and the balances are made up.

use std::sync::Mutex;

static ACCOUNTS: [Mutex<i64>; 2] = [Mutex::new(0), Mutex::new(0)];

fn transfer(from: usize, to: usize, amount: i64) {
    *ACCOUNTS[from].lock().expect("no thread panics") -= amount;
    *ACCOUNTS[to].lock().expect("no thread panics") += amount;
}

fn balances() -> [i64; 2] {
    let of_main = std::thread::current().name() == Some("main");
    let extra = std::env::var("EXTRA").map_or(0, |extra| extra.parse().unwrap_or(0));
    if of_main { [extra, -extra] } else { [0, 0] }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
