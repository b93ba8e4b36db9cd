//~ FAILS vacuous
//! `dec` starts only when `inc` has created a file, so nothing runs concurrently.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

const FILE: &str = "counter.txt";
const DONE: &str = "inc_is_done";

/// Before the two processes start: the counter is at zero.
fn start() {
    save(0);
}

/// What the process `inc` does: adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        save(load() + 1);
    }
    fs::write(DONE, "").unwrap();
}

/// What the process `dec` does: subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    while !Path::new(DONE).exists() {
        thread::sleep(Duration::from_millis(1));
    }
    for _ in 0..rounds {
        save(load() - 1);
    }
}

/// After both processes are done: the final value of the counter.
fn counter() -> i64 {
    load()
}

fn load() -> i64 {
    let text = fs::read_to_string(FILE).unwrap();
    text.parse().expect("counter.txt holds a number")
}

fn save(value: i64) {
    fs::write(FILE, value.to_string()).unwrap();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
