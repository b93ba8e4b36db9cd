//! Solution of process_locks4: a Mutex for the threads, the file lock for the
//! processes.

use std::fs::{self, File};
use std::sync::{LazyLock, Mutex};

/// Opened once by each process, when first used.
///
/// A file lock belongs to an *opened* file. To the system, two threads that share one
/// opened file are one holder: the second thread gets the lock that the first already
/// holds. So the file is inside a Mutex. Only one thread of a process at a time can use
/// the file, and only one process at a time holds its lock.
static LOCK: LazyLock<Mutex<File>> = LazyLock::new(|| {
    let file = File::create("counter.lock").unwrap();
    Mutex::new(file)
});

const FILE: &str = "counter.txt";

/// Before all three start: the counter is at zero.
fn start() {
    save(0);
}

/// Changes the counter by `step`.
fn add(step: i64) {
    // The Mutex is locked first, and held to the end. The other way round, a thread that
    // is blocked on the Mutex would already have locked the file, and the `unlock` of
    // the other thread would release that lock for both of them.
    let lock = LOCK.lock().unwrap();
    lock.lock().unwrap();
    let value = load();
    save(value + step);
    lock.unlock().unwrap();
}

// It is simpler to open the lock file anew in each call, as in process_locks1. Then
// each call is a holder of its own, and no Mutex is needed.

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

// What other fixes cost: a file for each thread, or for each call, needs no Mutex, but more
// file descriptors or more system calls. A Mutex and a file lock are two locks, which must
// be acquired in one order; while one thread waits for the other process, the other threads
// wait, too.
//
// Try: without `inc2`, the counter ends at -1000 (with the 1000 rounds of the program), in
// every run: `inc1` adds 1000, and `dec` subtracts 2000. A wrong number, but always the
// same one: no update is lost, because the two holders are in two processes.

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
