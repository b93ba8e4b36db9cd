//~ PASSES
//! The log is all there is: each transfer is a line, appended by a single write.

use std::fs::{self, File};
use std::io::Write;

const LOG: &str = "purses.log";

/// Before the workers start: there was no transfer.
fn start() {
    fs::write(LOG, "").unwrap();
}

/// Moves coins from one purse to the other.
fn transfer(coins: i64) {
    let file = File::options().append(true).open(LOG);
    let line = format!("{coins}\n");
    file.unwrap().write_all(line.as_bytes()).unwrap();
}

/// After all workers are gone: the coins in both purses.
fn balances() -> (i64, i64) {
    let text = fs::read_to_string(LOG).unwrap();
    let moved: i64 = text.lines().map(|line| line.parse::<i64>().unwrap()).sum();
    (-moved, moved)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
