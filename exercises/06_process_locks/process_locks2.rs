//! The counter in `counter.txt`, and this time `counter.txt` itself is locked.
//!
//! A separate lock file would work, but why have two files when you can lock
//! the one with the number? So `load` locks the file before it reads, and
//! `save` locks the file before it writes. `inc` and `dec` are two processes.
//! Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin process_locks2
//! ```
//!
//! One process panics: `counter.txt holds "", which is no number`. Every read
//! and every write is under the lock, and yet a process finds the file empty.
//! Now and then you see a wrong `Counter` instead.
//!
//! Once fixed, the program prints `Counter = 0` in every run.
//!
//! Try it on paper: for each line of `load` and `save`, say what it does to the
//! file, and whether the lock is held by then. And is it held all the time from
//! the read to the write?

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
    parse(&text)
}

/// Writes the number while the lock is held.
fn save(value: i64) {
    // TODO: On which lines is the lock held? And what happens before?
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
        let counter = i128::from(end) - i128::from(extra);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "the counter should be at zero in the end");
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
