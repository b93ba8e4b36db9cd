//! Solution of crash_pair1: what belongs together is in one file.

use std::fs::{self, File};

const PURSES: &str = "purses.txt";
const NEW: &str = "new.txt";
const LOCK_FILE: &str = "purses.lock";

/// Before the workers start: neither purse owes the other anything.
fn start() {
    save(0, 0);
}

/// Moves coins from one purse to the other.
fn transfer(coins: i64) {
    let _lock = lock();
    let (from, to) = load();
    save(from - coins, to + coins);
}

/// After all workers are gone: the coins in both purses.
fn balances() -> (i64, i64) {
    load()
}

/// The lock, which dies with its holder.
fn lock() -> File {
    let mut options = File::options();
    let file = options.create(true).append(true).open(LOCK_FILE).unwrap();
    file.lock().unwrap();
    file
}

fn load() -> (i64, i64) {
    let text = fs::read_to_string(PURSES).unwrap();
    let (from, to) = text.split_once(' ').unwrap();
    (from.parse().unwrap(), to.parse().unwrap())
}

/// Saves both purses, by one rename.
///
/// A crash can come between any two steps, so what must never be seen half done has to
/// happen in one step. A rename is one step, but for one file only. With two files
/// there are two renames, and a moment between them, in whatever order. So both numbers
/// go into one file.
///
/// What other fixes cost: a log also makes two files change together. What is to be
/// saved is written there first, completely. Then both files are saved, and the log is
/// removed. The next process that acquires the lock finds a log that was left, and saves
/// again what it says: *replays* it. That takes three renames instead of one, and each
/// reader has to look for the log first. It pays where one file would be too large to
/// be written anew each time; databases do it. The log must hold the new numbers: to
/// add the coins again would count them twice if one purse was saved already.
/// A log to which each transfer is appended, and which is the only file, needs one
/// write for a transfer, but grows.
///
/// Try: saved the other way round, a crash makes coins instead of losing them.
fn save(from: i64, to: i64) {
    fs::write(NEW, format!("{from} {to}")).unwrap();
    fs::rename(NEW, PURSES).unwrap();
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
