//! Two processes peel potatoes, and their parent says how many are left.
//!
//! The program starts itself twice more, as `first` and as `second`. For each
//! potato that it peels, a process adds a stroke to its own file. So no process
//! overwrites anything, and still the result is wrong. Run the program:
//!
//! ```sh
//! cargo run -p exercises --bin processes2
//! ```
//!
//! You see something like `Counter = 200000`, as if no potato had been peeled.
//! Look at `first.txt` and `second.txt` a moment later: all of them were.
//!
//! Once fixed, the program prints `Counter = 0` in every run, and both
//! processes still work at the same time.
//!
//! Try `ROUNDS=1`, many times. Is a single potato peeled soon enough? And with
//! `ROUNDS=10000000`: which processes still run when the program has ended?
//!
//! New Rust here: `Command` starts a program as a process of its own; `spawn`
//! returns a handle to it, a `Child`. `OpenOptions` says for what a file is opened,
//! one setting after the other.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::process::{Child, Command};

/// Lets two processes peel `down` potatoes each, from a heap of `up`, and returns how
/// many are left.
fn count(up: u64, down: u64) -> i64 {
    fs::write("first.txt", "").unwrap();
    fs::write("second.txt", "").unwrap();

    start("first", down);
    start("second", down);

    // TODO: This line runs too early. Which processes are still working here?
    up as i64 - strokes("first.txt") - strokes("second.txt")
}

/// Starts this program again, as the helper with this name, and returns at once.
fn start(helper: &str, potatoes: u64) -> Child {
    let program = std::env::current_exe().unwrap();
    let mut command = Command::new(program);
    command.arg(helper).env("ROUNDS", potatoes.to_string());
    command.spawn().unwrap()
}

/// What a helper does: peels `potatoes` potatoes, and adds a stroke for each.
fn peel(helper: &str, potatoes: u64) {
    let file = OpenOptions::new()
        .append(true)
        .open(format!("{helper}.txt"));
    let mut file = file.unwrap();
    for _ in 0..potatoes {
        file.write_all(b"|").unwrap();
    }
}

/// The number of strokes in the file.
fn strokes(file: &str) -> i64 {
    let text = fs::read_to_string(file).unwrap();
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
