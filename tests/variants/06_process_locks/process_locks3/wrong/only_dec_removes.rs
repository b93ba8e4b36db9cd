//~ FAILS wrong_result, panic at `Err(_) => panic!("{FILE} holds {text:?}, which is no number: another save is running"),`
//! Only `dec` removes the lock file, but `inc` may be waiting for that very file.

use std::fs::{self, File};

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
    if step < 0 {
        fs::remove_file(LOCK_FILE).ok();
    }
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
