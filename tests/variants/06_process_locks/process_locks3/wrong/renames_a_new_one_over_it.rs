//~ FAILS wrong_result, panic at `Err(_) => panic!("{FILE} holds {text:?}, which is no number: another save is running"),`
//! A lock file exists at any time, but each time it is a different file.

use std::fs::{self, File};
use std::process;

const FILE: &str = "counter.txt";
const LOCK_FILE: &str = "counter.lock";

/// Before `inc` and `dec` start: the counter is at zero.
fn start() {
    save(0);
}

/// Changes the counter by `step`.
fn add(step: i64) {
    let lock = File::create(LOCK_FILE).unwrap();
    lock.lock().unwrap();
    let value = load();
    save(value + step);
    let new = format!("{LOCK_FILE}.{}", process::id());
    fs::write(&new, "").unwrap();
    fs::rename(&new, LOCK_FILE).unwrap();
    drop(lock);
}

/// After both are done: the final value of the counter.
fn counter() -> i64 {
    load()
}

fn load() -> i64 {
    let text = fs::read_to_string(FILE).unwrap();
    match text.parse() {
        Ok(value) => value,
        Err(_) => panic!("{FILE} holds {text:?}, which is no number: another save is running"),
    }
}

fn save(value: i64) {
    // Truncates the file first, then writes the number.
    fs::write(FILE, value.to_string()).unwrap();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
