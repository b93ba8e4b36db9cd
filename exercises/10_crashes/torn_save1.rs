//! A process that is killed while it saves.
//!
//! Two processes change the number in `counter.txt`. The lock is right: it is one
//! of the operating system, and dies with its holder. But the kit kills one of the
//! two, before a line or in the middle of it, and then the number can be gone.
//!
//! ```sh
//! cargo run -p exercises --bin torn_save1
//! ```
//!
//! This prints `Counter = 0`, as no process is killed. Look at `save`: which two
//! steps are in that one line, and what does the file hold between them?
//!
//! Once fixed, a worker that is killed leaves the old number or the new one, never
//! anything else, and the other worker continues from there.
//!
//! Try: save in a temporary file, and then `fs::copy` it over `counter.txt`. Is that
//! as good as `fs::rename`?

use std::fs::{self, File};

const FILE: &str = "counter.txt";
const LOCK_FILE: &str = "counter.lock";

/// Before the workers start: the counter is at zero.
fn start() {
    save(0);
}

/// Changes the counter by `step`.
fn add(step: i64) {
    let _lock = lock();
    let value = load();
    save(value + step);
}

/// The lock, which dies with its holder.
fn lock() -> File {
    let mut options = File::options();
    let file = options.create(true).append(true).open(LOCK_FILE).unwrap();
    file.lock().unwrap();
    file
}

/// After both are done: the final value of the counter.
fn counter() -> i64 {
    load()
}

fn load() -> i64 {
    let text = fs::read_to_string(FILE).unwrap();
    match text.parse() {
        Ok(value) => value,
        Err(_) => panic!("{FILE} holds {text:?}, which is no number: the counter is gone"),
    }
}

fn save(value: i64) {
    // TODO: This truncates the file, and then writes the number. What is between the two?
    fs::write(FILE, value.to_string()).unwrap();
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
