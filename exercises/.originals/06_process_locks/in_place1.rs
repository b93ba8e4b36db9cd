//! The number in `seats.txt`: read and written in place, while the file is locked.
//!
//! 100 seats are free at first. Process `inc` gives back a seat in each round,
//! and process `dec` takes one. Each of them opens the file without truncating
//! it, locks it, reads the number through the opened file, goes back to the
//! start, and writes the new number. Everything from the read to the write is
//! under one lock. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin in_place1
//! ```
//!
//! You see `seats left: 999964, expected: 100` or the like. The lock is right. It
//! is the write that is not.
//!
//! Once fixed, 100 seats are left, and the program prints `Counter = 0` in every
//! run.
//!
//! Try it on paper: what is in the file, character by character, when `99` is
//! written over `100`? And then `100` over that?
//!
//! New Rust here: an opened `File` has a position, where the next read or write
//! goes. `rewind`, of the trait `std::io::Seek`, sets it to 0; `set_len` cuts the
//! file off, or makes it longer.

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
    // TODO: Which characters of the old number are left?
    file.rewind().unwrap();
    file.write_all(seats.to_string().as_bytes()).unwrap();
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

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{add, counter, start};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 2_000), number("EXTRA", 0));
        match std::env::args().nth(1).as_deref() {
            None => both(rounds, extra),
            Some("inc") => (0..rounds + extra).for_each(|_| add(1)),
            Some("dec") => (0..rounds).for_each(|_| add(-1)),
            Some(other) => std::panic!("started as `{other}`, but there are only `inc` and `dec`"),
        }
    }

    /// Starts this program twice more, as `inc` and as `dec`, and waits for both.
    fn both(rounds: u64, extra: u64) {
        start();
        let program = std::env::current_exe().expect("a program knows where it is");
        let children = ["inc", "dec"].map(|worker| {
            let mut command = std::process::Command::new(&program);
            // With the values that `main` read, even if the environment has changed since.
            command
                .env("ROUNDS", rounds.to_string())
                .env("EXTRA", extra.to_string());
            let child = command.arg(worker).spawn();
            (worker, child.expect("another process can be started"))
        });
        let ends = children.map(|(worker, mut child)| {
            let status = child.wait().expect("a child can be waited for");
            (worker, status)
        });
        for (worker, status) in ends {
            std::assert!(status.success(), "the process `{worker}` failed: {status}");
        }
        // `inc` does `extra` more increments, so the counter should end `extra` higher.
        let end: i64 = counter();
        let expected = 100 + i128::from(extra);
        std::println!("seats left: {end}, expected: {expected}");
        let counter = i128::from(end) - expected;
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "as many seats should be left as before");
    }

    /// `ROUNDS`: how many rounds each worker does; `EXTRA`: how many more rounds `inc` does.
    fn number(name: &str, default: u64) -> u64 {
        match std::env::var(name) {
            Ok(text) => text.parse().expect(name),
            Err(_) => default,
        }
    }
}

fn main() {
    check::main();
}
