//~ PASSES
//! Both numbers are in one file, in sixteen bytes that one write replaces.

use std::fs::{self, File};
use std::io::Write;

const PURSES: &str = "purses.txt";
const LOCK_FILE: &str = "purses.lock";

/// Before the workers start: neither purse owes the other anything.
fn start() {
    save(0, 0);
}

/// Moves coins from one purse to the other.
fn transfer(coins: i64) {
    let _lock = lock();
    let (from, to) = load();
    save(from - coins, to + coins);
}

/// After all workers are gone: the coins in both purses.
fn balances() -> (i64, i64) {
    load()
}

/// The lock, which dies with its holder.
fn lock() -> File {
    let mut options = File::options();
    let file = options.create(true).append(true).open(LOCK_FILE).unwrap();
    file.lock().unwrap();
    file
}

fn load() -> (i64, i64) {
    let text = fs::read_to_string(PURSES).unwrap();
    let (from, to) = text.split_at(8);
    (from.trim().parse().unwrap(), to.trim().parse().unwrap())
}

fn save(from: i64, to: i64) {
    let mut options = File::options();
    let file = options
        .create(true)
        .truncate(false)
        .write(true)
        .open(PURSES);
    let text = format!("{from:8}{to:8}");
    file.unwrap().write_all(text.as_bytes()).unwrap();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
