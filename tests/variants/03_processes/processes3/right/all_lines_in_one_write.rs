//~ PASSES
//! Each process writes all its lines in one write.

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
    let mut all = String::new();
    for number in 1..=lines {
        all += &format!("{worker} {number}\n");
    }
    file.write_all(all.as_bytes()).unwrap();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
