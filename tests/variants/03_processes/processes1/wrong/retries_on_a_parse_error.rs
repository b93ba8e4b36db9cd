//~ FAILS wrong_result at `fs::write(FILE, value.to_string()).unwrap();`
//! It retries until it reads a whole number, but updates are still lost between load and save.

use std::fs;

const FILE: &str = "counter.txt";

/// Before the two processes start: the counter is at zero.
fn start() {
    save(0);
}

/// What the process `inc` does: adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        save(load() + 1);
    }
}

/// What the process `dec` does: subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        save(load() - 1);
    }
}

/// After both processes are done: the final value of the counter.
fn counter() -> i64 {
    load()
}

fn load() -> i64 {
    loop {
        let text = fs::read_to_string(FILE).unwrap();
        if let Ok(value) = text.parse() {
            return value;
        }
    }
}

fn save(value: i64) {
    // Truncates the file first, then writes the number.
    fs::write(FILE, value.to_string()).unwrap();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
