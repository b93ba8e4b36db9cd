//! Solution of process_locks2: open without truncating, lock, and only then
//! read and write.

use std::fs::{self, File};

const FILE: &str = "counter.txt";

/// Before `inc` and `dec` start: the counter is at zero.
fn start() {
    fs::write(FILE, "0").unwrap();
}

/// Changes the counter by `step`.
fn add(step: i64) {
    // `File::create` opens a file and truncates it, in one step, and it cannot wait for
    // the lock: a file must be open before it can be locked. So a process that was
    // blocked on the lock had already truncated the file, while the other process held
    // the lock. `File::open` opens the file and leaves it as it is.
    let lock = File::open(FILE).unwrap();
    lock.lock().unwrap();

    // One acquisition for both. If the load and the save each lock the file, the other
    // process can run between them, as the other thread could in locks3.
    let value = load();
    save(value + step);
    // Here `lock` is closed, and so the lock is released.
}

/// Reads the number while `add` holds the lock.
fn load() -> i64 {
    let text = fs::read_to_string(FILE).unwrap();
    parse(&text)
}

/// Writes the number while `add` holds the lock: now the file may be truncated.
fn save(value: i64) {
    // This opens the file once more, and does not ask for the lock. If it did, this
    // process would wait for itself: another opened file is another holder.
    fs::write(FILE, value.to_string()).unwrap();
}

/// After both are done: the final value of the counter.
fn counter() -> i64 {
    load()
}

fn parse(text: &str) -> i64 {
    match text.parse() {
        Ok(value) => value,
        Err(_) => panic!("{FILE} holds {text:?}, which is no number"),
    }
}

// What other fixes cost: everything can be done through the one opened file, with one call
// of open less; then it must be rewound and cut off before the write, which is the next
// exercise. A separate lock file needs no such care, but one more file, whose name every
// program has to know.
//
// Try: in `load`, the file is opened (nothing changes), locked, read. In `save`, it is
// opened *and truncated*, and only then locked: the lock comes one line too late. And
// between the two calls the lock is not held at all, so the other process can load the same
// number.

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
