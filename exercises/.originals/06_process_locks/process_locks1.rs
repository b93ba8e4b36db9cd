//! The counter in `counter.txt` again, raced by two processes or two threads.
//!
//! The program is checked in two modes. In the mode `processes`, `inc` and
//! `dec` are two processes; in the mode `threads`, they are two threads of one
//! process. Run both:
//!
//! ```sh
//! cargo run -p exercises --bin process_locks1
//! MODE=threads cargo run -p exercises --bin process_locks1
//! ```
//!
//! You see `Counter = 57` or the like, or `counter.txt holds "", which is no
//! number`. This time the number stays in one file. What is missing is a lock
//! that works between threads and between processes: file locks are made for
//! this. The library `fs2` has them, and so has `std::fs::File`.
//!
//! Once fixed, the program prints `Counter = 0` in every run, in both
//! modes.
//!
//! Think: would a `Mutex` help? In which mode, and why?
//!
//! New Rust here: `fs2` is a library that is already there for you. Its locks are
//! methods of a trait: `use fs2::FileExt;` brings them to every `File`.

use std::fs;

const FILE: &str = "counter.txt";

/// Before `inc` and `dec` start: the counter is at zero.
fn start() {
    save(0);
}

/// Adds one to the counter, `rounds` times.
fn inc(rounds: u64) {
    for _ in 0..rounds {
        add(1);
    }
}

/// Subtracts one from the counter, `rounds` times.
fn dec(rounds: u64) {
    for _ in 0..rounds {
        add(-1);
    }
}

/// Changes the counter by `step`.
fn add(step: i64) {
    // TODO: Let only one worker at a time run these lines.
    let value = load();
    save(value + step);
}

/// After both are done: the final value of the counter.
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

    /// Runs `inc` and `dec` at the same time, in the mode that `MODE` names.
    fn both(rounds: u64, extra: u64) {
        start();
        match std::env::var("MODE").as_deref() {
            Ok("threads") => threads(rounds, extra),
            Ok("processes") | Err(_) => processes(rounds, extra),
            Ok(other) => {
                std::panic!("MODE is `{other}`, but there are only `threads` and `processes`")
            }
        }
        // `inc` does `extra` more increments, so the counter should end `extra` higher.
        let end: i64 = counter();
        let counter = i128::from(end) - i128::from(extra);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "the counter should be at zero in the end");
    }

    /// Runs `inc` and `dec` as two threads of this process.
    fn threads(rounds: u64, extra: u64) {
        let workers = [
            ("inc", inc as fn(u64), rounds + extra),
            ("dec", dec, rounds),
        ];
        let threads = workers.map(|(name, worker, rounds)| {
            let thread = std::thread::Builder::new().name(name.to_string());
            let thread = thread.spawn(move || worker(rounds));
            (name, thread.expect("another thread can be started"))
        });
        let ends = threads.map(|(name, thread)| (name, thread.join()));
        for (name, end) in ends {
            std::assert!(end.is_ok(), "the thread `{name}` failed");
        }
    }

    /// Starts this program twice more, as the processes `inc` and `dec`.
    fn processes(rounds: u64, extra: u64) {
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
