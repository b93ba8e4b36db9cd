//! Two processes write a log, and both write to the same file, `log.txt`.
//!
//! A line has the name of its process and a number. No process reads or changes
//! what the other process writes: both only add lines, and each line is a single
//! write. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin processes3
//! ```
//!
//! You see `Counter = 2000` or so: of 4000 lines, that many are missing. Look at
//! the file: `head log.txt`.
//!
//! Once fixed, the program prints `Counter = 0` in every run: each line is in
//! the log, in whatever order. Both processes still work at the same time.
//!
//! Try `ROUNDS=1`, then `ROUNDS=2`. Which process wrote the lines in the log,
//! and where are the others?
//!
//! You know `OpenOptions` from processes2. Its documentation lists all of its
//! settings.

use std::fs::{self, OpenOptions};
use std::io::Write;

const LOG: &str = "log.txt";

/// Before the two processes start: the log is empty.
fn start() {
    fs::write(LOG, "").unwrap();
}

/// What the processes `inc` and `dec` do: each writes `lines` lines.
fn log(worker: &str, lines: u64) {
    let file = OpenOptions::new().write(true).open(LOG);
    let mut file = file.unwrap();
    for number in 1..=lines {
        let line = format!("{worker} {number}\n");
        // TODO: Where in the file does this line go?
        file.write_all(line.as_bytes()).unwrap();
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{log, start};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 2_000), number("EXTRA", 0));
        match std::env::args().nth(1).as_deref() {
            None => both(rounds, extra),
            Some("inc") => log("inc", rounds + extra),
            Some("dec") => log("dec", rounds),
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
        let log = std::fs::read("log.txt").expect("log.txt can be read");
        let counter = wrong_lines(&String::from_utf8_lossy(&log), [rounds + extra, rounds]);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "each line should be in the log");
    }

    /// How many lines are wrong: missing from the log, or in it but not as a process wrote them.
    fn wrong_lines(log: &str, asked: [u64; 2]) -> u64 {
        let (mut whole, mut others) = ([0, 0], 0);
        for line in log.lines() {
            // Each process writes its lines in order.
            let of = |worker: &str, number: u64| line == std::format!("{worker} {}", number + 1);
            if of("inc", whole[0]) {
                whole[0] += 1;
            } else if of("dec", whole[1]) {
                whole[1] += 1;
            } else {
                others += 1;
            }
        }
        let missing = asked[0].abs_diff(whole[0]) + asked[1].abs_diff(whole[1]);
        std::println!("whole lines: {}, others: {others}", whole[0] + whole[1]);
        missing.max(others)
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
