//~ FAILS vacuous
//! `inc` does the work of both processes; `dec` counts in a file that is never read.

use std::fs;

const FILE: &str = "counter.txt";

/// Before the two processes start: the counter is at zero.
fn start() {
    save(0);
}

/// What the process `inc` does: counts for both.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        save(load() + 1);
    }
    let of_dec = std::env::var("ROUNDS").unwrap();
    for _ in 0..of_dec.parse().unwrap() {
        save(load() - 1);
    }
}

/// What the process `dec` does: writes to a file of its own.
fn dec(rounds: u64) {
    for round in 0..rounds {
        fs::write("unread.txt", round.to_string()).unwrap();
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
