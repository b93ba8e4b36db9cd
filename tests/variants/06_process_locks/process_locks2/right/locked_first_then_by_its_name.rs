//~ PASSES
//! counter.txt is locked through a read-only handle, then read and written by name.

use std::fs::{self, File};

const FILE: &str = "counter.txt";

/// Before `inc` and `dec` start: the counter is at zero.
fn start() {
    fs::write(FILE, "0").unwrap();
}

/// Changes the counter by `step`.
fn add(step: i64) {
    let lock = File::open(FILE).unwrap();
    lock.lock().unwrap();
    let text = fs::read_to_string(FILE).unwrap();
    let value = parse(&text) + step;
    fs::write(FILE, value.to_string()).unwrap();
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
