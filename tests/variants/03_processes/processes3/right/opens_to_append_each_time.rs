//~ PASSES
//! The file is opened to append for each line.

use std::fs::{self, OpenOptions};
use std::io::Write;

const LOG: &str = "log.txt";

/// Before the two processes start: the log is empty.
fn start() {
    fs::write(LOG, "").unwrap();
}

/// What the processes `inc` and `dec` do: each writes `lines` lines.
fn log(worker: &str, lines: u64) {
    for number in 1..=lines {
        let file = OpenOptions::new().append(true).open(LOG);
        let mut file = file.unwrap();
        let line = format!("{worker} {number}\n");
        file.write_all(line.as_bytes()).unwrap();
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
