//~ PASSES
//! fs2's lock is the same one.

use fs2::FileExt;
use std::fs::{self, File};
use std::io::Write;

const FILE: &str = "counter.txt";
const LOCK_FILE: &str = "counter.lock";

/// Before the workers start: the counter is at zero, and no process holds the lock.
fn start() {
    let _ = fs::remove_file(LOCK_FILE);
    save(0);
}

/// Changes the counter by `step`.
fn add(step: i64) {
    let _lock = acquire();
    let value = load();
    save(value + step);
}

/// The lock, for as long as the file is open.
fn acquire() -> File {
    let mut options = File::options();
    let file = options.create(true).append(true).open(LOCK_FILE).unwrap();
    file.lock_exclusive().unwrap();
    file
}

/// After both are done: the final value of the counter.
fn counter() -> i64 {
    load()
}

fn load() -> i64 {
    let text = fs::read_to_string(FILE).unwrap();
    text.trim().parse().unwrap()
}

/// A single write of eight bytes, so that no crash can leave half a number.
fn save(value: i64) {
    let mut options = File::options();
    let file = options.create(true).truncate(false).write(true).open(FILE);
    let text = format!("{value:8}");
    file.unwrap().write_all(text.as_bytes()).unwrap();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
