//~ FAILS wrong_result at `fs::write(NEW, coins.to_string()).unwrap();`
//! The log says what was to be done, but no process reads it after a crash.

use std::fs::{self, File};

const FROM: &str = "from.txt";
const TO: &str = "to.txt";
const NEW: &str = "new.txt";
const LOCK_FILE: &str = "purses.lock";
const LOG: &str = "purses.log";

/// Before the workers start: neither purse owes the other anything.
fn start() {
    save(FROM, 0);
    save(TO, 0);
}

/// Moves coins from one purse to the other.
fn transfer(coins: i64) {
    let _lock = lock();
    let (from, to) = (load(FROM), load(TO));
    fs::write(LOG, format!("{} {}", from - coins, to + coins)).unwrap();
    save(FROM, from - coins);
    save(TO, to + coins);
    let _ = fs::remove_file(LOG);
}

/// After all workers are gone: the coins in both purses.
fn balances() -> (i64, i64) {
    (load(FROM), load(TO))
}

/// The lock, which dies with its holder.
fn lock() -> File {
    let mut options = File::options();
    let file = options.create(true).append(true).open(LOCK_FILE).unwrap();
    file.lock().unwrap();
    file
}

fn load(purse: &str) -> i64 {
    let text = fs::read_to_string(purse).unwrap();
    text.parse().unwrap()
}

/// Saves one purse, so that a crash leaves the old number or the new one.
fn save(purse: &str, coins: i64) {
    fs::write(NEW, coins.to_string()).unwrap();
    fs::rename(NEW, purse).unwrap();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
