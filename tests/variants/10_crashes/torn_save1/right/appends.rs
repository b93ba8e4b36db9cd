//~ PASSES
//! Each change is a line of its own, appended by a single write: nothing is ever overwritten.

use std::fs::{self, File};
use std::io::Write;

const FILE: &str = "counter.txt";

/// Before the workers start: no change was made.
fn start() {
    fs::write(FILE, "").unwrap();
}

/// Changes the counter by `step`.
fn add(step: i64) {
    let file = File::options().append(true).open(FILE);
    let line = format!("{step}\n");
    file.unwrap().write_all(line.as_bytes()).unwrap();
}

/// After both are done: the sum of all changes.
fn counter() -> i64 {
    let text = fs::read_to_string(FILE).unwrap();
    text.lines().map(|line| line.parse::<i64>().unwrap()).sum()
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
