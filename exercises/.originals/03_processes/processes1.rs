//! Two processes share one counter. It is in a file, `counter.txt`.
//!
//! A process is a running program. Two processes share no variables: each has
//! its own memory. But they can share a file. This program starts itself twice
//! more, once as `inc` and once as `dec`. Each of the two loads the number,
//! changes it and saves it. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin processes1
//! ```
//!
//! One of two things happens. Either it prints `Counter = -39`: updates were
//! lost. Or, more often, a process panics with `counter.txt holds "", which is
//! no number`: it read while the other process was in the middle of saving.
//!
//! Once fixed, the program prints `Counter = 0` in every run, and both
//! processes still work at the same time. You may store the updates in any way
//! you like, as long as they are in files and `counter` returns the final
//! value.
//!
//! Try smaller and bigger numbers of `ROUNDS`. How often do you see each of the
//! two bugs? And then the control experiment: at the end of `start`, call
//! `inc(1000)`, print `load()`, call `dec(1000)`, and print it again. What do you
//! expect to see, and why?

use std::fs;

const FILE: &str = "counter.txt";

/// Before the two processes start: the counter is at zero.
fn start() {
    save(0);
}

/// What the process `inc` does: adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        // TODO: Lose no update, here or in `dec`, whatever the other process does.
        save(load() + 1);
    }
}

/// What the process `dec` does: subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        save(load() - 1);
    }
}

/// After both processes are done: the final value of the counter.
fn counter() -> i64 {
    load()
}

fn load() -> i64 {
    let text = fs::read_to_string(FILE).unwrap();
    match text.parse() {
        Ok(value) => value,
        Err(_) => panic!("{FILE} holds {text:?}, which is no number: another save is running"),
    }
}

fn save(value: i64) {
    // Truncates the file first, then writes the number.
    fs::write(FILE, value.to_string()).unwrap();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{counter, dec, inc, start};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 2_000), number("EXTRA", 0));
        match std::env::args().nth(1).as_deref() {
            None => both(rounds, extra),
            Some("inc") => inc(rounds + extra),
            Some("dec") => dec(rounds),
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
