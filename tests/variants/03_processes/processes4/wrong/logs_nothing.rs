//~ FAILS wrong_result
//! No line is written, so none is torn.

use std::fs;

const LOG: &str = "log.txt";

/// Before the two processes start: the log is empty.
fn start() {
    fs::write(LOG, "").unwrap();
}

/// What the processes `inc` and `dec` do: each writes `lines` lines.
fn log(worker: &str, lines: u64) {
    let _ = (worker, lines, note());
}

/// The rest of a line: the lines of a real log can be long, too.
fn note() -> String {
    "-".repeat(5_000)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
