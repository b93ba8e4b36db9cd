//~ FAILS wrong_result at `file.write_all(line.as_bytes()).unwrap();` or `file.seek(SeekFrom::End(0)).unwrap();`
//! Seeks to the end once, before the first line: from there on the two have positions of their own again.

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
    file.seek(SeekFrom::End(0)).unwrap();
    for number in 1..=lines {
        let line = format!("{worker} {number}\n");
        file.write_all(line.as_bytes()).unwrap();
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
