//~ PASSES
//! The two names are sorted, and the files locked in that order.

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
    let mut names = [ACCOUNTS[from], ACCOUNTS[to]];
    names.sort();
    let [mut low, mut high] = names.map(lock);
    let low_pays = names[0] == ACCOUNTS[from];
    let (payer, payee) = if low_pays {
        (&mut low, &mut high)
    } else {
        (&mut high, &mut low)
    };
    let (paid, got) = (load(payer), load(payee));
    save(payer, paid - amount);
    save(payee, got + amount);
}

/// The balances of both accounts, read at the same moment.
fn balances() -> [i64; 2] {
    ACCOUNTS.map(lock).each_mut().map(load)
}

/// Opens an account and locks it, until the returned file is closed.
fn lock(account: &str) -> File {
    let file = File::options().read(true).write(true).open(account);
    let file = file.unwrap();
    file.lock().unwrap();
    file
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
