//~ PASSES
//! Each process collects its strokes and writes them in one write at the end.

use std::fs;

/// Before the two processes start: two empty files.
fn start() {
    for file in ["inc.txt", "dec.txt"] {
        fs::write(file, "").unwrap();
    }
}

/// What the process `inc` does: makes a stroke, `rounds` times.
fn inc(rounds: u64) {
    tally("inc.txt", rounds);
}

/// What the process `dec` does: makes a stroke, `rounds` times.
fn dec(rounds: u64) {
    tally("dec.txt", rounds);
}

fn tally(file: &str, rounds: u64) {
    let mut strokes = String::new();
    for _ in 0..rounds {
        strokes.push('|');
    }
    fs::write(file, strokes).unwrap();
}

/// After both processes are done: how many more strokes `inc` has made than `dec`.
fn counter() -> i64 {
    strokes("inc.txt") - strokes("dec.txt")
}

fn strokes(file: &str) -> i64 {
    let text = fs::read_to_string(file).unwrap();
    text.len() as i64
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
