//! Solution of processes4: each line is a single write.

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
        // In the starter, `writeln!` wrote a line in pieces, one for each `{}` and one for
        // each text between them. Each piece went to the end of the file, but each was a
        // write of its own, and the other process could write between two of them. So build
        // the whole line first, then write it.
        let line = format!("{worker} {number} {}\n", note());
        // (`write_all` makes a second write if the first one has not written everything.
        // In a file on a disk that has room, the first one writes everything.)
        file.write_all(line.as_bytes()).unwrap();
    }
}

/// The rest of a line: the lines of a real log can be long, too.
fn note() -> String {
    "-".repeat(5_000)
}

// Other fixes, and what they cost: a file lock over all pieces of a line: two more system
// calls for each, and every writer has to lock. A `BufWriter` collects the pieces, and is
// right only if it has room for a whole line and is flushed after each one. Its 8 KiB are
// enough for one of these lines, but not for two.
//
// Try: six writes for each line, one for each `{}`, for each text between them and for
// the newline. (With `--release` some are merged, and three are left.) With the fix there
// is one.

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
