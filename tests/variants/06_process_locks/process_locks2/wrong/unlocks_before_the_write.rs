//~ FAILS wrong_result, panic at `Err(_) => panic!("{FILE} holds {text:?}, which is no number"),`
//! The lock is released once the number is read, before it is written.

use std::fs::{self, File};
use std::io::{Read, Seek, Write};

const FILE: &str = "counter.txt";

/// Before `inc` and `dec` start: the counter is at zero.
fn start() {
    fs::write(FILE, "0").unwrap();
}

/// Changes the counter by `step`.
fn add(step: i64) {
    let mut file = open();
    file.lock().unwrap();
    let mut text = String::new();
    file.read_to_string(&mut text).unwrap();
    let value = parse(&text) + step;
    file.unlock().unwrap();
    file.rewind().unwrap();
    file.set_len(0).unwrap();
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
