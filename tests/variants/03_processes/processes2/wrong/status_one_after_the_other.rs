//~ FAILS vacuous
//! `status` waits for the first child before the second is started.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::process::{Command, ExitStatus};

/// Lets two processes peel `down` potatoes each, from a heap of `up`, and returns how
/// many are left.
fn count(up: u64, down: u64) -> i64 {
    fs::write("first.txt", "").unwrap();
    fs::write("second.txt", "").unwrap();

    assert!(run("first", down).success());
    assert!(run("second", down).success());

    up as i64 - strokes("first.txt") - strokes("second.txt")
}

/// Runs this program again, as the helper with this name.
fn run(helper: &str, potatoes: u64) -> ExitStatus {
    let program = std::env::current_exe().unwrap();
    let mut command = Command::new(program);
    command.arg(helper).env("ROUNDS", potatoes.to_string());
    command.status().unwrap()
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
