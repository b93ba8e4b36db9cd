//~ PASSES
//! A BufWriter with room for a whole line is flushed after each line.

use std::fs::{self, OpenOptions};
use std::io::{BufWriter, Write};

const LOG: &str = "log.txt";

/// Before the two processes start: the log is empty.
fn start() {
    fs::write(LOG, "").unwrap();
}

/// What the processes `inc` and `dec` do: each writes `lines` lines.
fn log(worker: &str, lines: u64) {
    let file = OpenOptions::new().append(true).open(LOG);
    let file = file.unwrap();
    let mut file = BufWriter::with_capacity(10_000, file);
    for number in 1..=lines {
        writeln!(file, "{worker} {number} {}", note()).unwrap();
        file.flush().unwrap();
    }
}

/// The rest of a line: the lines of a real log can be long, too.
fn note() -> String {
    "-".repeat(5_000)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
