//~ PASSES
//! A lock of fs2, on a separate file, is held over all pieces of a line.

use fs2::FileExt;
use std::fs::{self, File, OpenOptions};
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
        let lock = File::create("log.lock").expect("log.lock can be opened");
        lock.lock_exclusive().expect("log.lock can be locked");
        writeln!(file, "{worker} {number} {}", note()).expect("a line can be written");
    }
}

/// The rest of a line: the lines of a real log can be long, too.
fn note() -> String {
    "-".repeat(5_000)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
