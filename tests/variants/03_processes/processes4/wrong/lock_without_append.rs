//~ FAILS wrong_result at `writeln!(file, "{worker} {number} {}", note()).unwrap();`
//! The lock excludes the other process, but each writes at its own old position.

use std::fs::{self, OpenOptions};
use std::io::Write;

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
        writeln!(file, "{worker} {number} {}", note()).unwrap();
        file.unlock().unwrap();
    }
}

/// The rest of a line: the lines of a real log can be long, too.
fn note() -> String {
    "-".repeat(5_000)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
