//~ FAILS wrong_result at `writeln!(file, "{worker} {number} {}", note()).expect("a line can be written");`
//! The lock excludes the other process, but each writes at its own old position.

use std::fs::{self, OpenOptions};
use std::io::Write;

const LOG: &str = "log.txt";

/// Before the two processes start: the log is empty.
fn start() {
    fs::write(LOG, "").expect("log.txt can be written");
}

/// What the processes `inc` and `dec` do: each writes `lines` lines.
fn log(worker: &str, lines: u64) {
    let file = OpenOptions::new().write(true).open(LOG);
    let mut file = file.expect("log.txt can be opened");
    for number in 1..=lines {
        file.lock().expect("log.txt can be locked");
        writeln!(file, "{worker} {number} {}", note()).expect("a line can be written");
        file.unlock().expect("log.txt can be unlocked");
    }
}

/// The rest of a line: the lines of a real log can be long, too.
fn note() -> String {
    "-".repeat(5_000)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
