//~ FAILS vacuous
//! Each process holds the lock from its first line to its last, so nothing runs concurrently.

use std::fs::{self, OpenOptions};
use std::io::Write;

const LOG: &str = "log.txt";

/// Before the two processes start: the log is empty.
fn start() {
    fs::write(LOG, "").unwrap();
}

/// What the processes `inc` and `dec` do: each writes `lines` lines.
fn log(worker: &str, lines: u64) {
    let file = OpenOptions::new().append(true).open(LOG);
    let mut file = file.unwrap();
    file.lock().unwrap();
    for number in 1..=lines {
        writeln!(file, "{worker} {number} {}", note()).unwrap();
    }
}

/// The rest of a line: the lines of a real log can be long, too.
fn note() -> String {
    "-".repeat(5_000)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
