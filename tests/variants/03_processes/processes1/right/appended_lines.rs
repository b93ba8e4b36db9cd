//~ HOLDS
//! Each step is a line of its own, appended in one write.

use std::fs::{self, OpenOptions};
use std::io::Write;

const FILE: &str = "counter.txt";

/// Before the two processes start: no steps yet.
fn start() {
    fs::write(FILE, "").expect("counter.txt can be written");
}

/// What the process `inc` does: notes a step up, `rounds` times.
fn inc(rounds: u64) {
    note("+1\n", rounds);
}

/// What the process `dec` does: notes a step down, `rounds` times.
fn dec(rounds: u64) {
    note("-1\n", rounds);
}

/// Appends the step as a line, in one write, which goes to the end in one go.
fn note(step: &str, rounds: u64) {
    let file = OpenOptions::new().append(true).open(FILE);
    let mut file = file.expect("counter.txt can be opened");
    for _ in 0..rounds {
        file.write_all(step.as_bytes())
            .expect("a step can be noted");
    }
}

/// After both processes are done: the sum of all steps.
fn counter() -> i64 {
    let text = fs::read_to_string(FILE).expect("counter.txt can be read");
    let steps = text
        .lines()
        .map(|line| line.parse::<i64>().expect("each line is a step"));
    steps.sum()
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
        let children = ["inc", "dec"].map(|side| {
            let mut command = std::process::Command::new(&program);
            // With the values that `main` read, even if the environment has changed since.
            command
                .env("ROUNDS", rounds.to_string())
                .env("EXTRA", extra.to_string());
            let child = command.arg(side).spawn();
            (side, child.expect("another process can be started"))
        });
        let ends = children.map(|(side, mut child)| {
            let status = child.wait().expect("a child can be waited for");
            (side, status)
        });
        for (side, status) in ends {
            std::assert!(status.success(), "the process `{side}` failed: {status}");
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
