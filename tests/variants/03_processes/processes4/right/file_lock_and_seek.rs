//~ PASSES
//! A file lock is held while a process seeks to the end and writes all pieces of a line.

use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};

const LOG: &str = "log.txt";

/// Before the two processes start: the log is empty.
fn start() {
    fs::write(LOG, "").unwrap();
}

/// What the processes `inc` and `dec` do: each writes `lines` lines.
fn log(worker: &str, lines: u64) {
    let file = OpenOptions::new().write(true).open(LOG);
    let mut file = file.unwrap();
    for number in 1..=lines {
        file.lock().unwrap();
        file.seek(SeekFrom::End(0)).unwrap();
        writeln!(file, "{worker} {number} {}", note()).unwrap();
        file.unlock().unwrap();
    }
}

/// The rest of a line: the lines of a real log can be long, too.
fn note() -> String {
    "-".repeat(5_000)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
