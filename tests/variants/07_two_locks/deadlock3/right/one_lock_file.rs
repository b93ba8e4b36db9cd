//~ PASSES
//! One lock file covers both accounts, in `balances` too.

use std::fs::{self, File};
use std::io::{Read, Seek, Write};

/// The files of the two accounts.
const ACCOUNTS: [&str; 2] = ["account0.txt", "account1.txt"];

/// Before `inc` and `dec` start: both accounts are empty.
fn start() {
    for account in ACCOUNTS {
        fs::write(account, "0").unwrap();
    }
}

/// Moves `amount` from account `from` to account `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    let _all = lock();
    let (mut payer, mut payee) = (open(from), open(to));
    let (paid, got) = (load(&mut payer), load(&mut payee));
    save(&mut payer, paid - amount);
    save(&mut payee, got + amount);
}

/// The balances of both accounts, read at the same moment.
fn balances() -> [i64; 2] {
    let _all = lock();
    [load(&mut open(0)), load(&mut open(1))]
}

/// Locks both accounts, until the returned file is closed.
fn lock() -> File {
    let all = File::create("accounts.lock").unwrap();
    all.lock().unwrap();
    all
}

fn open(account: usize) -> File {
    let file = File::options()
        .read(true)
        .write(true)
        .open(ACCOUNTS[account]);
    file.unwrap()
}

fn load(file: &mut File) -> i64 {
    let mut text = String::new();
    file.rewind().unwrap();
    file.read_to_string(&mut text).unwrap();
    text.parse().expect("an account holds a number")
}

fn save(file: &mut File, value: i64) {
    file.rewind().unwrap();
    file.set_len(0).unwrap();
    let text = value.to_string();
    file.write_all(text.as_bytes()).unwrap();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
