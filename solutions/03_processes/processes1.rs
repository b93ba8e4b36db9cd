//! Solution of processes1: each process has a file of its own, so there is no
//! race.

use std::fs;

// Loading, changing and saving are three steps, and the other process can run between
// any two of them. A lock would keep it out (chapter 6). But the simplest way is to
// share nothing while both work: each process keeps its own count, and the parent
// adds up the two when both are done.
const INC_FILE: &str = "inc.txt";
const DEC_FILE: &str = "dec.txt";

/// Before the two processes start: both counts are at zero.
fn start() {
    save(INC_FILE, 0);
    save(DEC_FILE, 0);
}

/// What the process `inc` does: adds one to its count, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        save(INC_FILE, load(INC_FILE) + 1);
    }
}

/// What the process `dec` does: subtracts one from its count, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        save(DEC_FILE, load(DEC_FILE) - 1);
    }
}

/// After both processes are done: the final value of the counter.
///
/// The parent has waited for both, so no process is saving when it loads.
fn counter() -> i64 {
    load(INC_FILE) + load(DEC_FILE)
}

fn load(file: &str) -> i64 {
    let text = fs::read_to_string(file).unwrap();
    match text.parse() {
        Ok(value) => value,
        Err(_) => panic!("{file} holds {text:?}, which is no number: another save is running"),
    }
}

fn save(file: &str, value: i64) {
    fs::write(file, value.to_string()).unwrap();
}

// Other fixes, and what they cost: appended lines, one for each step, keep every update,
// but the file grows. A file lock around load and save is what most programs use; each
// process waits for the other one then.
//
// Try: with few rounds the second process starts when the first one has nearly finished,
// so mostly all goes well. With more rounds they overlap, and then the half-written file
// is seen more often than a lost update: it stops a process, and a lost update does not.
// The control experiment prints 1000, then 0, in every run: in one process, one after the
// other, `inc` and `dec` are right. Only the overlap makes them wrong.

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
