//~ PASSES
//! An exclusive lock of fs2 is held over the load and the save.

use fs2::FileExt;
use std::fs::{self, File};

const FILE: &str = "counter.txt";
const LOCK_FILE: &str = "counter.lock";

/// Before `inc` and `dec` start: the counter is at zero.
fn start() {
    save(0);
}

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        add(1);
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        add(-1);
    }
}

/// Changes the counter by `step`.
///
/// The operating system keeps the lock, so it works between processes. A `Mutex`
/// lives in the memory of one process, and the other process has its own. The
/// lock belongs to the *opened* file: each call opens it again, so two threads
/// of one process exclude each other just as well.
fn add(step: i64) {
    let lock = File::create(LOCK_FILE).unwrap();
    lock.lock_exclusive().unwrap();

    let value = load();
    save(value + step);

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
    fs::write(FILE, value.to_string()).unwrap();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
