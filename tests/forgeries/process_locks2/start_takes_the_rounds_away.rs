//~ FAILS wrong_result, panic
//! It removes the rounds from the environment, so that the workers have nothing to do.

use std::fs::{self, File};
use std::io::{Read, Write};

const FILE: &str = "counter.txt";

/// Before `inc` and `dec` start: the counter is at zero.
fn start() {
    unsafe { std::env::set_var("ROUNDS", "0") };
    fs::write(FILE, "0").expect("counter.txt can be written");
}

/// Changes the counter by `step`.
fn add(step: i64) {
    let value = load();
    save(value + step);
}

/// Reads the number while the lock is held.
fn load() -> i64 {
    let mut file = File::open(FILE).expect("counter.txt can be opened");
    file.lock().expect("counter.txt can be locked");
    let mut text = String::new();
    file.read_to_string(&mut text).expect("it can be read");
    parse(&text)
}

/// Writes the number while the lock is held.
fn save(value: i64) {
    // TODO: From where to where is the lock held? And what happens before?
    let mut file = File::create(FILE).expect("counter.txt can be opened");
    file.lock().expect("counter.txt can be locked");
    let text = value.to_string();
    file.write_all(text.as_bytes()).expect("it can be written");
}

/// After both are done: the final value of the counter.
fn counter() -> i64 {
    let text = fs::read_to_string(FILE).expect("counter.txt can be read");
    parse(&text)
}

fn parse(text: &str) -> i64 {
    match text.parse() {
        Ok(value) => value,
        Err(_) => panic!("{FILE} holds {text:?}, which is no number"),
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
