//~ PASSES
//! Each step is a word on a line of its own; the digits in it mean nothing.

use std::fs::{self, OpenOptions};
use std::io::Write;

const FILE: &str = "counter.txt";

/// Before the two processes start: no steps yet.
fn start() {
    fs::write(FILE, "").unwrap();
}

/// What the process `inc` does: notes a step up, `rounds` times.
fn inc(rounds: u64) {
    note("up 1\n", rounds);
}

/// What the process `dec` does: notes a step down, `rounds` times.
fn dec(rounds: u64) {
    note("down 1\n", rounds);
}

/// Appends the step as a line, in one write: the seek to the end is part of it.
fn note(step: &str, rounds: u64) {
    let file = OpenOptions::new().append(true).open(FILE);
    let mut file = file.unwrap();
    for _ in 0..rounds {
        file.write_all(step.as_bytes()).unwrap();
    }
}

/// After both processes are done: the sum of all steps.
fn counter() -> i64 {
    let text = fs::read_to_string(FILE).unwrap();
    let steps = text
        .lines()
        .map(|line| if line.starts_with("up") { 1 } else { -1 });
    steps.sum()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
