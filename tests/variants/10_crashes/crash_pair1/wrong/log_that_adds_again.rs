//~ FAILS wrong_result at `let text = fs::read_to_string(purse).unwrap();`
//! The log says what is to be added, so replaying it counts a purse twice that was saved already.

use std::fs::{self, File};

const FROM: &str = "from.txt";
const TO: &str = "to.txt";
const NEW: &str = "new.txt";
const LOCK_FILE: &str = "purses.lock";
const LOG: &str = "purses.log";

/// Before the workers start: neither purse owes the other anything.
fn start() {
    let _ = fs::remove_file(LOG);
    save(FROM, 0);
    save(TO, 0);
}

/// Moves coins from one purse to the other.
fn transfer(coins: i64) {
    let _lock = lock();
    replay();
    save(LOG, coins);
    replay();
}

/// Does what the log says, if there is one.
fn replay() {
    let Ok(log) = fs::read_to_string(LOG) else {
        return;
    };
    let coins: i64 = log.parse().unwrap();
    save(FROM, load(FROM) - coins);
    save(TO, load(TO) + coins);
    fs::remove_file(LOG).unwrap();
}

/// After all workers are gone: the coins in both purses.
fn balances() -> (i64, i64) {
    replay();
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
