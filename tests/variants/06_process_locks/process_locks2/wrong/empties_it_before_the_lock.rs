//~ FAILS wrong_result, panic at `Err(_) => panic!("{FILE} holds {text:?}, which is no number"),`
//! The file is opened without truncating, but truncated before the lock is acquired.

use std::fs::{self, File};
use std::io::{Read, Write};

const FILE: &str = "counter.txt";

/// Before `inc` and `dec` start: the counter is at zero.
fn start() {
    fs::write(FILE, "0").unwrap();
}

/// Changes the counter by `step`.
fn add(step: i64) {
    let value = load();
    save(value + step);
}

/// Reads the number while the lock is held.
fn load() -> i64 {
    let mut file = open();
    file.lock().unwrap();
    let mut text = String::new();
    file.read_to_string(&mut text).unwrap();
    parse(&text)
}

/// Writes the number while the lock is held.
fn save(value: i64) {
    let mut file = open();
    file.set_len(0).unwrap();
    file.lock().unwrap();
    let text = value.to_string();
    file.write_all(text.as_bytes()).unwrap();
}

/// Opens counter.txt for reading and writing, without truncating it.
fn open() -> File {
    let file = File::options().read(true).write(true).open(FILE);
    file.unwrap()
}

/// After both are done: the final value of the counter.
fn counter() -> i64 {
    let text = fs::read_to_string(FILE).unwrap();
    parse(&text)
}

fn parse(text: &str) -> i64 {
    match text.parse() {
        Ok(value) => value,
        Err(_) => panic!("{FILE} holds {text:?}, which is no number"),
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
