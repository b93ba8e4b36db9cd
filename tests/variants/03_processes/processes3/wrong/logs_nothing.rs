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
    let _ = (worker, lines);
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
