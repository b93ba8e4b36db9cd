//~ PASSES
//! A lock of fs2, on a separate file, is held over all pieces of a line.

use fs2::FileExt;
use std::fs::{self, File, OpenOptions};
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
    for number in 1..=lines {
        let lock = File::create("log.lock").unwrap();
        lock.lock_exclusive().unwrap();
        writeln!(file, "{worker} {number} {}", note()).unwrap();
    }
}

/// The rest of a line: the lines of a real log can be long, too.
fn note() -> String {
    "-".repeat(5_000)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
