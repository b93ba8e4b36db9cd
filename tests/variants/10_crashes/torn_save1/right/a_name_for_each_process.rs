//~ PASSES
//! Each process has a temporary file of its own, which would be needed without the lock.

use std::fs::{self, File};

const FILE: &str = "counter.txt";
const LOCK_FILE: &str = "counter.lock";

/// Before the workers start: the counter is at zero.
fn start() {
    save(0);
}

/// Changes the counter by `step`.
fn add(step: i64) {
    let _lock = lock();
    let value = load();
    save(value + step);
}

/// The lock, which dies with its holder.
fn lock() -> File {
    let mut options = File::options();
    let file = options.create(true).append(true).open(LOCK_FILE).unwrap();
    file.lock().unwrap();
    file
}

/// After both are done: the final value of the counter.
fn counter() -> i64 {
    load()
}

fn load() -> i64 {
    let text = fs::read_to_string(FILE).unwrap();
    match text.parse() {
        Ok(value) => value,
        Err(_) => panic!("{FILE} holds {text:?}, which is no number: the counter is gone"),
    }
}

fn save(value: i64) {
    let new = format!("counter.{}", std::process::id());
    fs::write(&new, value.to_string()).unwrap();
    fs::rename(new, FILE).unwrap();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
