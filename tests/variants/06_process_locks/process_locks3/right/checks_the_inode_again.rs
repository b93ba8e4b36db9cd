//~ PASSES
//! Once it holds the lock, it checks that the name still leads to this file; if not, it tries again.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;

const FILE: &str = "counter.txt";
const LOCK_FILE: &str = "counter.lock";

/// Before `inc` and `dec` start: the counter is at zero.
fn start() {
    save(0);
}

/// Changes the counter by `step`.
fn add(step: i64) {
    let lock = loop {
        let lock = File::create(LOCK_FILE).unwrap();
        lock.lock().unwrap();
        if is_still_there(&lock) {
            break lock;
        }
    };
    let value = load();
    save(value + step);
    fs::remove_file(LOCK_FILE).unwrap();
    drop(lock);
}

/// Whether the name still leads to this file.
fn is_still_there(lock: &File) -> bool {
    let mine = lock.metadata().unwrap();
    fs::metadata(LOCK_FILE).is_ok_and(|there| there.ino() == mine.ino())
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
