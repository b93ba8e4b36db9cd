//~ PASSES
//! Each process makes its own file longer; the lengths are the counts.

use std::fs::{self, OpenOptions};
use std::io::Write;

/// Before the two processes start: two empty files.
fn start() {
    for file in ["inc.txt", "dec.txt"] {
        fs::write(file, "").unwrap();
    }
}

/// What the process `inc` does: adds a stroke, `rounds` times.
fn inc(rounds: u64) {
    tally("inc.txt", rounds);
}

/// What the process `dec` does: adds a stroke, `rounds` times.
fn dec(rounds: u64) {
    tally("dec.txt", rounds);
}

fn tally(file: &str, rounds: u64) {
    let file = OpenOptions::new().append(true).open(file);
    let mut file = file.unwrap();
    for _ in 0..rounds {
        file.write_all(b"|").unwrap();
    }
}

/// After both processes are done: how many more strokes `inc` has made than `dec`.
fn counter() -> i64 {
    strokes("inc.txt") - strokes("dec.txt")
}

fn strokes(file: &str) -> i64 {
    let metadata = fs::metadata(file).unwrap();
    i64::try_from(metadata.len()).unwrap()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
