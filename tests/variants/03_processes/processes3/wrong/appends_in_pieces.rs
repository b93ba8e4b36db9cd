//~ FAILS wrong_result at `writeln!(file, "{side} {number} {}", note()).expect("a line can be written");`
//! Each piece goes to the end now, but a line is still several pieces.

use std::fs::{self, OpenOptions};
use std::io::Write;

const LOG: &str = "log.txt";

/// Before the two processes start: the log is empty.
fn start() {
    fs::write(LOG, "").expect("log.txt can be written");
}

/// What the processes `inc` and `dec` do: each writes so many lines.
fn log(side: &str, lines: u64) {
    let file = OpenOptions::new().append(true).open(LOG);
    let mut file = file.expect("log.txt can be opened");
    for number in 1..=lines {
        writeln!(file, "{side} {number} {}", note()).expect("a line can be written");
    }
}

/// Stands for what else there is to say; the lines of a log may well be long.
fn note() -> String {
    "-".repeat(5_000)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

fn main() {
    let (rounds, extra) = (check_number("ROUNDS", 500), check_number("EXTRA", 0));
    match std::env::args().nth(1).as_deref() {
        None => check_both([rounds + extra, rounds]),
        Some("inc") => log("inc", rounds + extra),
        Some("dec") => log("dec", rounds),
        Some(other) => panic!("started as `{other}`, but there are only `inc` and `dec`"),
    }
}

/// Starts this program twice more, as `inc` and as `dec`, and waits for both.
fn check_both(asked: [u64; 2]) {
    start();
    let program = std::env::current_exe().expect("a program knows where it is");
    let children = ["inc", "dec"].map(|side| {
        let child = std::process::Command::new(&program).arg(side).spawn();
        (side, child.expect("another process can be started"))
    });
    let ends = children.map(|(side, mut child)| {
        let status = child.wait().expect("a child can be waited for");
        (side, status)
    });
    for (side, status) in ends {
        assert!(status.success(), "the process `{side}` failed: {status}");
    }
    let log = std::fs::read("log.txt").expect("log.txt can be read");
    let counter = check_log(&String::from_utf8_lossy(&log), asked);
    println!("Counter = {counter}");
    assert_eq!(counter, 0, "each line should be in the log, in one piece");
}

/// How many lines are wrong: not in the log, or in it and not as somebody wrote them.
fn check_log(log: &str, asked: [u64; 2]) -> u64 {
    let note = "-".repeat(5_000);
    let (mut whole, mut others) = ([0, 0], 0);
    for line in log.lines() {
        // Each side writes its lines in their order.
        let of = |side: &str, number: u64| line == format!("{side} {} {note}", number + 1);
        if of("inc", whole[0]) {
            whole[0] += 1;
        } else if of("dec", whole[1]) {
            whole[1] += 1;
        } else {
            others += 1;
        }
    }
    let missing = asked[0].abs_diff(whole[0]) + asked[1].abs_diff(whole[1]);
    println!("whole lines: {}, others: {others}", whole[0] + whole[1]);
    missing.max(others)
}

/// `ROUNDS`: how often each side counts; `EXTRA`: how many rounds more are asked of `inc`.
fn check_number(name: &str, default: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text.parse().expect(name),
        Err(_) => default,
    }
}
