//~ FAILS vacuous
//! Each process does its rounds on data that is never read, and then saves the number of rounds that it was given.

use std::fs;

fn load(file: &str) -> i64 {
    let text = fs::read_to_string(file).expect("the file can be read");
    text.parse().expect("the file holds a number")
}

fn save(file: &str, value: i64) {
    fs::write(file, value.to_string()).expect("the file can be written");
}

fn start() {
    save("inc.txt", 0);
    save("dec.txt", 0);
}

fn inc(rounds: u64) {
    for round in 0..rounds {
        save("inc_round.txt", round as i64);
    }
    save("inc.txt", rounds as i64);
}

fn dec(rounds: u64) {
    for round in 0..rounds {
        save("dec_round.txt", round as i64);
    }
    save("dec.txt", rounds as i64);
}

fn counter() -> i64 {
    load("inc.txt") - load("dec.txt")
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
