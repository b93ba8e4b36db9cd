//! Solution of processes2: start both processes, wait for both, then look.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::process::{Child, Command};

/// Lets two processes peel `down` potatoes each, from a heap of `up`, and returns how
/// many are left.
fn count(up: u64, down: u64) -> i64 {
    fs::write("first.txt", "").unwrap();
    fs::write("second.txt", "").unwrap();

    // `spawn` returns a handle to the child, as it does for a thread. Both children are
    // started before the parent waits for the first one: with `status`, or a `wait`
    // right after each start, the second would start only when the first has exited.
    let helpers = [start("first", down), start("second", down)];

    for mut helper in helpers {
        let status = helper.wait().unwrap();
        // `wait` returns when the child has exited, even if it has crashed or was
        // killed. Only the status says whether it succeeded.
        assert!(status.success(), "a helper failed: {status}");
    }

    // Everything that a process wrote before it exited is in the file now.
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

// Other fixes, and what they cost: a thread for each helper notices each end at once;
// asking with `try_wait` in a loop uses a processor.
//
// Try: even a single potato is mostly too late. Starting a process takes about a
// millisecond, and the parent reads the files after some microseconds. With
// `ROUNDS=10000000` both helpers go on when the parent has exited: `ps` shows them, and
// their parent is process 1 (or another one that takes in orphans).

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
