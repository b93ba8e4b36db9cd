//~ PASSES
//! Each process saves in which round it is, in a file of its own, and reads nothing.

use std::fs;

fn load(file: &str) -> i64 {
    let text = fs::read_to_string(file).unwrap();
    text.parse().expect("the file holds a number")
}

fn save(file: &str, value: i64) {
    fs::write(file, value.to_string()).unwrap();
}

fn start() {
    save("inc.txt", 0);
    save("dec.txt", 0);
}

fn inc(rounds: u64) {
    for round in 1..=rounds {
        save("inc.txt", round as i64);
    }
}

fn dec(rounds: u64) {
    for round in 1..=rounds {
        save("dec.txt", round as i64);
    }
}

fn counter() -> i64 {
    load("inc.txt") - load("dec.txt")
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
