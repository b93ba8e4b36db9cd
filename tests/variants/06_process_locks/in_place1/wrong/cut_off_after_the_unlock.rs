//~ FAILS wrong_result, panic at `file.set_len(text.len() as u64).unwrap();` or `file.write_all(text.as_bytes()).unwrap();`
//! The rest is cut off when the lock is no longer held: the other process may have read it, or
//! written more.

use std::fs::{self, File};
use std::io::{Read, Seek, Write};

const FILE: &str = "seats.txt";

/// Before `inc` and `dec` start: 100 seats are free.
fn start() {
    fs::write(FILE, "100").unwrap();
}

/// Changes the number of free seats by `step`.
fn add(step: i64) {
    let file = File::options().read(true).write(true).open(FILE);
    let mut file = file.unwrap();
    file.lock().unwrap();
    let mut text = String::new();
    file.read_to_string(&mut text).unwrap();
    let seats = parse(&text) + step;
    file.rewind().unwrap();
    let text = seats.to_string();
    file.write_all(text.as_bytes()).unwrap();
    file.unlock().unwrap();
    file.set_len(text.len() as u64).unwrap();
}

/// After both are done: the number of free seats.
fn counter() -> i64 {
    let text = fs::read_to_string(FILE).unwrap();
    parse(&text)
}

fn parse(text: &str) -> i64 {
    match text.parse() {
        Ok(seats) => seats,
        Err(_) => panic!("{FILE} holds {text:?}, which is no number"),
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
