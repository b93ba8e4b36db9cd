//~ FAILS wrong_result at `file.write_all(line.as_bytes())`
//! The line and its newline are two writes.

use std::fs::{self, OpenOptions};
use std::io::Write;

const LOG: &str = "log.txt";

/// Before the two processes start: the log is empty.
fn start() {
    fs::write(LOG, "").expect("log.txt can be written");
}

/// What the processes `inc` and `dec` do: each writes `lines` lines.
fn log(worker: &str, lines: u64) {
    let file = OpenOptions::new().append(true).open(LOG);
    let mut file = file.expect("log.txt can be opened");
    for number in 1..=lines {
        let line = format!("{worker} {number} {}", note());
        file.write_all(line.as_bytes())
            .expect("a line can be written");
        file.write_all(b"\n").expect("a line can be ended");
    }
}

/// The rest of a line: the lines of a real log can be long, too.
fn note() -> String {
    "-".repeat(5_000)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
