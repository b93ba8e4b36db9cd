//! A lock file, and a process that is killed while it holds the lock.
//!
//! Two processes change the number in `counter.txt`. The process that creates
//! `counter.lock` holds the lock, and removes the file when it is done. So far this
//! works. But a process can be killed at any moment: by a user, by the system when
//! memory is short. In this chapter the kit kills one of the two, and it tries that
//! before each of their steps. `main` is never killed: it observes.
//!
//! ```sh
//! cargo run -p exercises --bin stale_lock1
//! ```
//!
//! This prints `Counter = 0`. Now do what the kit does: start it with
//! `ROUNDS=1000000`, and from another terminal kill one of the two workers with
//! `kill -9` (`pgrep -a stale_lock1` prints their process ids). What does the other do?
//! (If it continues, you killed one that did not hold the lock: try again.)
//!
//! Once fixed, a worker that is killed keeps no other from its work: the other
//! makes all its changes, and the counter shows each of them.
//!
//! New Rust here: `status.signal()`, in the check, tells how a process was killed.
//!
//! Try: put `remove_file` into a `Drop` guard. Does it run when the process is killed?

use std::fs::{self, File};
use std::io::Write;
use std::thread;

const FILE: &str = "counter.txt";
const LOCK_FILE: &str = "counter.lock";

/// Before the workers start: the counter is at zero, and no process holds the lock.
fn start() {
    let _ = fs::remove_file(LOCK_FILE);
    save(0);
}

/// Changes the counter by `step`.
fn add(step: i64) {
    acquire();
    let value = load();
    save(value + step);
    // TODO: What if this process is killed before it reaches this line?
    release();
}

fn acquire() {
    // Of two processes that do this, one creates the file.
    while File::create_new(LOCK_FILE).is_err() {
        thread::yield_now();
    }
}

fn release() {
    fs::remove_file(LOCK_FILE).unwrap();
}

/// After both are done: the final value of the counter.
fn counter() -> i64 {
    load()
}

fn load() -> i64 {
    let text = fs::read_to_string(FILE).unwrap();
    text.trim().parse().unwrap()
}

/// A single write of eight bytes, so that no crash can leave half a number.
fn save(value: i64) {
    let mut options = File::options();
    let file = options.create(true).truncate(false).write(true).open(FILE);
    let text = format!("{value:8}");
    file.unwrap().write_all(text.as_bytes()).unwrap();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{add, counter, start};
    use std::io::Write as _;
    use std::os::unix::process::ExitStatusExt as _;

    /// The signal that kills a process and that it cannot catch.
    const SIGKILL: i32 = 9;

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 500), number("EXTRA", 0));
        match std::env::args().nth(1).as_deref() {
            None => both(rounds, extra),
            Some("inc") => work("inc", 1, rounds + extra),
            Some("dec") => work("dec", -1, rounds),
            Some(other) => std::panic!("started as `{other}`, but there are only `inc` and `dec`"),
        }
    }

    /// What a worker does. After each change it adds a stroke to its own file.
    fn work(worker: &str, step: i64, rounds: u64) {
        let done = std::fs::File::options().append(true).open(done_by(worker));
        let mut done = done.expect("the file was created");
        for _ in 0..rounds {
            add(step);
            done.write_all(b"|").expect("a stroke can be added");
        }
    }

    /// Starts this program twice more, as `inc` and as `dec`, and waits for both.
    fn both(rounds: u64, extra: u64) {
        start();
        let program = std::env::current_exe().expect("a program knows where it is");
        let workers = [("inc", rounds + extra), ("dec", rounds)];
        for (worker, _) in workers {
            std::fs::write(done_by(worker), "").expect("a file can be created");
        }
        let children = workers.map(|(worker, rounds)| {
            let mut command = std::process::Command::new(&program);
            // With the values that `main` read, even if the environment has changed since.
            command
                .env("ROUNDS", std::string::ToString::to_string(&rounds))
                .env("EXTRA", "0");
            let child = command.arg(worker).spawn();
            (
                worker,
                rounds,
                child.expect("another process can be started"),
            )
        });
        let [inc, dec] = children.map(|(worker, rounds, mut child)| {
            let status = child.wait().expect("a child can be waited for");
            changes(worker, rounds, status)
        });
        let (least, most) = (inc.0 - dec.1, inc.1 - dec.0);
        // All that was done counts, and of what a killed worker was about to do all or nothing.
        let end: i64 = counter();
        let counter = i128::from(end) - i128::from(end).clamp(least, most);
        std::println!("Counter = {counter}");
        std::assert_eq!(
            counter,
            0,
            "counter.txt holds {end}, it should hold {least} to {most}"
        );
    }

    /// The fewest and the most changes that a worker can have made: one that was killed may have
    /// made the change that it was about to make, or not.
    fn changes(worker: &str, rounds: u64, status: std::process::ExitStatus) -> (i128, i128) {
        let strokes = std::fs::read(done_by(worker)).expect("the file was created");
        let done = strokes.len() as i128;
        if status.signal() == Some(SIGKILL) {
            std::println!("`{worker}` was killed after {done} of {rounds} changes");
            return (done, done + 1);
        }
        std::assert!(status.success(), "the process `{worker}` failed: {status}");
        (done, done)
    }

    fn done_by(worker: &str) -> std::string::String {
        std::format!("{worker}.done")
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
