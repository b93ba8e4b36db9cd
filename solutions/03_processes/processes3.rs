//! Solution of processes3: each line goes to the end, wherever the end is then.

use std::fs::{self, OpenOptions};
use std::io::Write;

const LOG: &str = "log.txt";

/// Before the two processes start: the log is empty.
fn start() {
    fs::write(LOG, "").unwrap();
}

/// What the processes `inc` and `dec` do: each writes `lines` lines.
fn log(worker: &str, lines: u64) {
    // In the starter, each process had a position of its own in the file, where its next
    // write goes. Both positions started at 0, so each process wrote over the lines of
    // the other one.
    //
    // In a file that is opened to append, every write goes to the end, and the operating
    // system makes finding the end and writing there one step. (Finding it yourself, with
    // `seek(SeekFrom::End(0))`, is a step before the write: the other process can
    // write in between.)
    let file = OpenOptions::new().append(true).open(LOG);
    let mut file = file.unwrap();
    for number in 1..=lines {
        let line = format!("{worker} {number}\n");
        // (`write_all` makes a second write if the first one has not written everything.
        // In a file on a disk that has room, the first one writes everything.)
        file.write_all(line.as_bytes()).unwrap();
    }
}

// Other fixes, and what they cost: a file lock around each line, with a seek to the end
// or with append: two more system calls for each line, and a line may then be several
// writes. All lines in one write: fast, but a crash loses all of them.
//
// Try: with `ROUNDS=1` one line is left, of the process that wrote last: both wrote at
// position 0. With `ROUNDS=2` there are two lines, and they may be of different
// processes: each place in the file has what was written there last. As long as `inc` and
// `dec` have names of the same length, no line is torn.

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
