//! The counter in `counter.txt` once more, under a lock that cleans up.
//!
//! Before it counts, a process creates `counter.lock` and locks it. Afterwards
//! it releases the lock and removes the file, so that no lock file is left.
//! `inc` and `dec` are two processes. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin process_locks3
//! ```
//!
//! Each process holds a lock from the load to the save. Still you see
//! `counter.txt holds "", which is no number`, or now and then `Counter = -2`:
//! both must have been in there at the same time, each of them with a lock.
//!
//! Once fixed, the program prints `Counter = 0` in every run.
//!
//! Try `ROUNDS=1`, many times, then `ROUNDS=5`. Why does it take more than one
//! round? And what does a process have while it is blocked on the lock: the
//! name, or the file?

use std::fs::{self, File};

const FILE: &str = "counter.txt";
const LOCK_FILE: &str = "counter.lock";

/// Before `inc` and `dec` start: the counter is at zero.
fn start() {
    save(0);
}

/// Changes the counter by `step`.
fn add(step: i64) {
    let lock = File::create(LOCK_FILE).unwrap();
    lock.lock().unwrap();
    let value = load();
    save(value + step);
    drop(lock);
    // TODO: Can the other process be blocked on the lock of this very file?
    // It may also have removed the file already, so an error is ignored here.
    fs::remove_file(LOCK_FILE).ok();
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
