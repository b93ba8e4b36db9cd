//~ NOT_RUN `/tmp/racelings-test-file`
//~ LINE `fs::write("/tmp/racelings-test-file", "1").unwrap();`
//! A file outside the folder: executions that run at the same time would see each other's.

use std::{fs, thread};

fn main() {
    let other = thread::spawn(|| fs::read_to_string("/tmp/racelings-test-file").is_ok());
    fs::write("/tmp/racelings-test-file", "1").unwrap();
    other.join().unwrap();
    fs::remove_file("/tmp/racelings-test-file").unwrap();
}
