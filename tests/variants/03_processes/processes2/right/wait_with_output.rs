//~ HOLDS
//! `wait_with_output` waits as well.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::process::{Child, Command};

/// Has two processes peel `down` potatoes each, of a heap of `up`, and returns how
/// many are left.
fn count(up: u64, down: u64) -> i64 {
    fs::write("first.txt", "").expect("first.txt can be written");
    fs::write("second.txt", "").expect("second.txt can be written");

    let helpers = ["first", "second"].map(|helper| start(helper, down));
    for helper in helpers {
        let output = helper.wait_with_output();
        assert!(output.expect("a child can be waited for").status.success());
    }

    up as i64 - strokes("first.txt") - strokes("second.txt")
}

/// Starts this program once more, as the helper of that name, and returns at once.
fn start(helper: &str, potatoes: u64) -> Child {
    let program = std::env::current_exe().expect("a program knows where it is");
    let mut command = Command::new(program);
    command.arg(helper).env("ROUNDS", potatoes.to_string());
    command.spawn().expect("another process can be started")
}

/// What a helper does: peels that many potatoes, and adds a stroke for each.
fn peel(helper: &str, potatoes: u64) {
    let file = OpenOptions::new()
        .append(true)
        .open(format!("{helper}.txt"));
    let mut file = file.expect("the helper's file can be opened");
    for _ in 0..potatoes {
        file.write_all(b"|").expect("a stroke can be added");
    }
}

/// How many strokes there are in the file.
fn strokes(file: &str) -> i64 {
    let text = fs::read_to_string(file).expect("the file can be read");
    text.len() as i64
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----

// A module of its own: of the names above, it sees only those that it imports. (Macros would be
// visible without an import, so they are called by their paths.)
mod check {
    use super::{count, peel};

    pub fn main() {
        let (rounds, extra) = (number("ROUNDS", 100_000), number("EXTRA", 0));
        match std::env::args().nth(1) {
            None => all(rounds, extra),
            Some(helper) => peel(&helper, rounds),
        }
    }

    fn all(rounds: u64, extra: u64) {
        // The heap has `extra` more potatoes than the two peel, so `extra` should be left.
        let left: i64 = count(2 * rounds + extra, rounds);
        let counter = i128::from(left) - i128::from(extra);
        std::println!("Counter = {counter}");
        std::assert_eq!(counter, 0, "the counter should be at zero in the end");
    }

    /// `ROUNDS`: how many potatoes each process peels; `EXTRA`: how many more the heap has.
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
