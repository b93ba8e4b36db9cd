//! One counter in a file, changed by two threads of this process and by another
//! process.
//!
//! In each round, the threads `inc1` and `inc2` add one each, and the process
//! `dec` subtracts two. Opening a lock file again and again takes time, so each
//! process opens it once and keeps it open. All three then lock it, count, and
//! unlock it. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin process_locks4
//! ```
//!
//! You see `counter.txt holds "", which is no number`, or now and then `Counter
//! = -2`. With only one of the threads all would be well: this very lock does
//! keep two processes apart.
//!
//! Once fixed, the program prints `Counter = 0` in every run.
//!
//! Try it: let `add` return at once if the current thread's name is `inc2`.
//! Where should the counter end then? Does it end there, every time?
//!
//! New Rust here: a `LazyLock` runs its closure when it is first used, and keeps
//! the value. Each process has its own.

use std::fs::{self, File};
use std::sync::LazyLock;

/// Opened once by each process, when first used.
static LOCK: LazyLock<File> = LazyLock::new(|| File::create("counter.lock").unwrap());

const FILE: &str = "counter.txt";

/// Before all three start: the counter is at zero.
fn start() {
    save(0);
}

/// Changes the counter by `step`.
fn add(step: i64) {
    // TODO: Three workers lock this file. How many holders does the system see?
    LOCK.lock().unwrap();
    let value = load();
    save(value + step);
    LOCK.unlock().unwrap();
}

/// After all three are done: the final value of the counter.
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
    use super::{add, counter, start};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 1_000), number("EXTRA", 0));
        match std::env::args().nth(1).as_deref() {
            None => all(rounds, extra),
            Some("dec") => (0..rounds).for_each(|_| add(-2)),
            Some(other) => std::panic!("started as `{other}`, but there is only `dec`"),
        }
    }

    /// Counts up in two threads of this process, and down in a second process.
    fn all(rounds: u64, extra: u64) {
        start();
        let program = std::env::current_exe().expect("a program knows where it is");
        let mut command = std::process::Command::new(&program);
        // With the values that `main` read, even if the environment has changed since.
        command
            .env("ROUNDS", rounds.to_string())
            .env("EXTRA", extra.to_string());
        let dec = command.arg("dec").spawn();
        let mut dec = dec.expect("another process can be started");
        let workers = [("inc1", rounds + extra), ("inc2", rounds)];
        let threads = workers.map(|(name, rounds)| {
            let thread = std::thread::Builder::new().name(name.to_string());
            let thread = thread.spawn(move || (0..rounds).for_each(|_| add(1)));
            (name, thread.expect("another thread can be started"))
        });
        let ends = threads.map(|(name, thread)| (name, thread.join()));
        let status = dec.wait().expect("a child can be waited for");
        for (name, end) in ends {
            std::assert!(end.is_ok(), "the thread `{name}` failed");
        }
        std::assert!(status.success(), "the process `dec` failed: {status}");
        // `inc1` does `extra` more increments, so the counter should end `extra` higher.
        let end: i64 = counter();
        let counter = i128::from(end) - i128::from(extra);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "the counter should be at zero in the end");
    }

    /// `ROUNDS`: how many rounds each worker does; `EXTRA`: how many more rounds `inc1` does.
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
