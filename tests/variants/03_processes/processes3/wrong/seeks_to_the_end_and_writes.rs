//~ FAILS wrong_result at `file.write_all(line.as_bytes())` or `file.seek(SeekFrom::End(0)).expect("a file has an end");`
//! The other process may write between the seek to the end and the write.

use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};

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
        let line = format!("{worker} {number} {}\n", note());
        file.seek(SeekFrom::End(0)).expect("a file has an end");
        file.write_all(line.as_bytes())
            .expect("a line can be written");
    }
}

/// The rest of a line: the lines of a real log can be long, too.
fn note() -> String {
    "-".repeat(5_000)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
