//~ FAILS wrong_result at `let _ = fs::remove_file(LOCK_FILE);`
//! After some attempts the lock counts as stale and is removed, but its holder may only be slow.

use std::fs::{self, File};
use std::io::Write;
use std::thread;

const FILE: &str = "counter.txt";
const LOCK_FILE: &str = "counter.lock";

/// Before the workers start: the counter is at zero, and no process holds the lock.
fn start() {
    let _ = fs::remove_file(LOCK_FILE);
    save(0);
}

/// Changes the counter by `step`.
fn add(step: i64) {
    acquire();
    let value = load();
    save(value + step);
    release();
}

fn acquire() {
    // Of two processes that do this, one creates the file.
    let mut attempts = 0;
    while File::create_new(LOCK_FILE).is_err() {
        attempts += 1;
        if attempts == 20 {
            let _ = fs::remove_file(LOCK_FILE);
            attempts = 0;
        }
        thread::yield_now();
    }
}

fn release() {
    let _ = fs::remove_file(LOCK_FILE);
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
