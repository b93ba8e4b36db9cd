//~ FAILS wrong_result at `file.read_to_string(&mut text).unwrap();` or `file.write_all(text.as_bytes()).unwrap();`
//! An empty file is read as 0, so all steps so far are lost.

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
    let mut file = File::open(FILE).unwrap();
    file.lock().unwrap();
    let mut text = String::new();
    file.read_to_string(&mut text).unwrap();
    text.parse().unwrap_or(0)
}

/// Writes the number while the lock is held.
fn save(value: i64) {
    let mut file = File::create(FILE).unwrap();
    file.lock().unwrap();
    let text = value.to_string();
    file.write_all(text.as_bytes()).unwrap();
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
