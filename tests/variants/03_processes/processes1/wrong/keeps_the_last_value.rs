//~ FAILS wrong_result at `fs::write(FILE, value.to_string()).unwrap();`
//! When the file is empty, a process continues from its own last number and overwrites the other's steps.

use std::fs;

const FILE: &str = "counter.txt";

/// Before the two processes start: the counter is at zero.
fn start() {
    save(0);
}

/// What the process `inc` does: adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    let mut value = 0;
    for _ in 0..rounds {
        value = load_or(value) + 1;
        save(value);
    }
}

/// What the process `dec` does: subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    let mut value = 0;
    for _ in 0..rounds {
        value = load_or(value) - 1;
        save(value);
    }
}

/// After both processes are done: the final value of the counter.
fn counter() -> i64 {
    load_or(0)
}

fn load_or(last: i64) -> i64 {
    let text = fs::read_to_string(FILE).unwrap();
    text.parse().unwrap_or(last)
}

fn save(value: i64) {
    // Truncates the file first, then writes the number.
    fs::write(FILE, value.to_string()).unwrap();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
