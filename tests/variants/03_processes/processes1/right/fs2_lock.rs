//~ PASSES
//! A file lock of fs2 is held over the load and the save.

use fs2::FileExt;
use std::fs::{self, File};

const FILE: &str = "counter.txt";

/// Before the two processes start: the counter is at zero.
fn start() {
    save(0);
}

/// What the process `inc` does: adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        let lock = File::create("counter.lock").unwrap();
        lock.lock_exclusive().unwrap();
        save(load() + 1);
    }
}

/// What the process `dec` does: subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        let lock = File::create("counter.lock").unwrap();
        lock.lock_exclusive().unwrap();
        save(load() - 1);
    }
}

/// After both processes are done: the final value of the counter.
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
