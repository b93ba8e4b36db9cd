//! Two processes write a log again, and now each of them appends.
//!
//! What is written to `log.txt` goes to its end, so no process overwrites what
//! the other one wrote. The lines have become longer: name, number, and a note.
//! Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin processes4
//! ```
//!
//! You see something like `Counter = 731`: of a thousand lines, that many are
//! torn. Look at the file (the lines are long): `cut -c 1-40 log.txt`.
//!
//! Once fixed, the program prints `Counter = 0` in every run: each line is in
//! the log, in one piece, in whatever order. Both processes still work at the
//! same time.
//!
//! Try it with `strace -f -e trace=write` in front of the program, if you have
//! strace: how many times does a process write for one line? (The drawing that
//! the kit makes shows it, too.)

use std::fs::{self, OpenOptions};
use std::io::Write;

const LOG: &str = "log.txt";

/// Before the two processes start: the log is empty.
fn start() {
    fs::write(LOG, "").unwrap();
}

/// What the processes `inc` and `dec` do: each writes `lines` lines.
fn log(worker: &str, lines: u64) {
    let file = OpenOptions::new().append(true).open(LOG);
    let mut file = file.unwrap();
    for number in 1..=lines {
        // TODO: In how many pieces does this line go to the file?
        writeln!(file, "{worker} {number} {}", note()).unwrap();
    }
}

/// The rest of a line: the lines of a real log can be long, too.
fn note() -> String {
    "-".repeat(5_000)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{log, start};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 500), number("EXTRA", 0));
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
        std::assert_eq!(counter, 0, "each line should be in the log, in one piece");
    }

    /// How many lines are wrong: missing from the log, or in it but not as a process wrote them.
    fn wrong_lines(log: &str, asked: [u64; 2]) -> u64 {
        let note = "-".repeat(5_000);
        let (mut whole, mut others) = ([0, 0], 0);
        for line in log.lines() {
            // Each process writes its lines in order.
            let of =
                |worker: &str, number: u64| line == std::format!("{worker} {} {note}", number + 1);
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
