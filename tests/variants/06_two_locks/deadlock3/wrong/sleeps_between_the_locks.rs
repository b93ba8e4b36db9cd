//~ FAILS deadlock at `payee.lock().expect("an account can be locked");` or `payer.lock().expect("an account can be locked");` or `second.lock().expect("an account can be locked");`
//! A sleep between the two locks gives the other process time to acquire its first one.

use std::fs::{self, File};
use std::io::{Read, Seek, Write};
use std::thread;
use std::time::Duration;

/// The files of the two accounts.
const ACCOUNTS: [&str; 2] = ["account0.txt", "account1.txt"];

/// Before `inc` and `dec` start: both accounts are empty.
fn start() {
    for account in ACCOUNTS {
        fs::write(account, "0").expect("an account can be written");
    }
}

/// Moves `amount` from account `from` to account `to`.
fn transfer(from: usize, to: usize, amount: i64) {
    let (mut payer, mut payee) = (open(from), open(to));
    payer.lock().expect("an account can be locked");
    thread::sleep(Duration::from_micros(1));
    payee.lock().expect("an account can be locked");
    let (paid, got) = (load(&mut payer), load(&mut payee));
    save(&mut payer, paid - amount);
    save(&mut payee, got + amount);
}

/// The balances of both accounts, read at the same moment.
fn balances() -> [i64; 2] {
    let (mut first, mut second) = (open(0), open(1));
    first.lock().expect("an account can be locked");
    second.lock().expect("an account can be locked");
    [load(&mut first), load(&mut second)]
}

fn open(account: usize) -> File {
    let file = File::options()
        .read(true)
        .write(true)
        .open(ACCOUNTS[account]);
    file.expect("an account can be opened")
}

fn load(file: &mut File) -> i64 {
    let mut text = String::new();
    file.rewind().expect("it can be rewound");
    file.read_to_string(&mut text).expect("it can be read");
    text.parse().expect("an account holds a number")
}

fn save(file: &mut File, value: i64) {
    file.rewind().expect("it can be rewound");
    file.set_len(0).expect("it can be truncated");
    let text = value.to_string();
    file.write_all(text.as_bytes()).expect("it can be written");
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
