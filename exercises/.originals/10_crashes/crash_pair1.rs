//! Two files that belong together, and a process that is killed between them.
//!
//! Two purses lie in `from.txt` and `to.txt`. A transfer moves coins from one to the
//! other: `inc` moves them there, `dec` back again, so the two numbers always add up
//! to zero. The lock is right, and so is each save. But the kit kills one of the two
//! workers, and tries that before each of their steps. Then coins can be gone.
//!
//! ```sh
//! cargo run -p exercises --bin crash_pair1
//! ```
//!
//! This prints `Counter = 0`, as no process is killed. `Counter` is what both purses
//! hold together. If that is 0, it is the number of coins by which the purses differ
//! from the transfers that were made.
//!
//! Once fixed, a worker that is killed has made all of its last transfer or nothing
//! of it: that is what the other worker finds, and `main` when it calls `balances`.
//!
//! Try: save `to.txt` first. What does the crash do now, and to whose advantage?

use std::fs::{self, File};

const FROM: &str = "from.txt";
const TO: &str = "to.txt";
const NEW: &str = "new.txt";
const LOCK_FILE: &str = "purses.lock";

/// Before the workers start: neither purse owes the other anything.
fn start() {
    save(FROM, 0);
    save(TO, 0);
}

/// Moves coins from one purse to the other.
fn transfer(coins: i64) {
    let _lock = lock();
    let (from, to) = (load(FROM), load(TO));
    save(FROM, from - coins);
    // TODO: Where are the coins if this process is killed here?
    save(TO, to + coins);
}

/// After all workers are gone: the coins in both purses.
fn balances() -> (i64, i64) {
    (load(FROM), load(TO))
}

/// The lock, which dies with its holder.
fn lock() -> File {
    let mut options = File::options();
    let file = options.create(true).append(true).open(LOCK_FILE).unwrap();
    file.lock().unwrap();
    file
}

fn load(purse: &str) -> i64 {
    let text = fs::read_to_string(purse).unwrap();
    text.parse().unwrap()
}

/// Saves one purse, so that a crash leaves the old number or the new one.
fn save(purse: &str, coins: i64) {
    fs::write(NEW, coins.to_string()).unwrap();
    fs::rename(NEW, purse).unwrap();
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{balances, start, transfer};
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
            transfer(step);
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
        let (from, to): (i64, i64) = balances();
        std::println!("from.txt holds {from}, to.txt holds {to}");
        let (from, to) = (i128::from(from), i128::from(to));
        let counter = match from + to {
            0 => to - to.clamp(least, most),
            lost => lost,
        };
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "every coin is in one of the two purses");
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
