//~ FAILS wrong_result at `let text = fs::read_to_string(file).expect("the file can be read");`
//! Only the second helper is waited for; the first may still be working.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::process::{Child, Command};

/// Lets two processes peel `down` potatoes each, from a heap of `up`, and returns how
/// many are left.
fn count(up: u64, down: u64) -> i64 {
    fs::write("first.txt", "").expect("first.txt can be written");
    fs::write("second.txt", "").expect("second.txt can be written");

    start("first", down);
    let mut second = start("second", down);

    second.wait().expect("a child can be waited for");
    up as i64 - strokes("first.txt") - strokes("second.txt")
}

/// Starts this program again, as the helper with this name, and returns at once.
fn start(helper: &str, potatoes: u64) -> Child {
    let program = std::env::current_exe().expect("a program knows where it is");
    let mut command = Command::new(program);
    command.arg(helper).env("ROUNDS", potatoes.to_string());
    command.spawn().expect("another process can be started")
}

/// What a helper does: peels `potatoes` potatoes, and adds a stroke for each.
fn peel(helper: &str, potatoes: u64) {
    let file = OpenOptions::new()
        .append(true)
        .open(format!("{helper}.txt"));
    let mut file = file.expect("the helper's file can be opened");
    for _ in 0..potatoes {
        file.write_all(b"|").expect("a stroke can be added");
    }
}

/// The number of strokes in the file.
fn strokes(file: &str) -> i64 {
    let text = fs::read_to_string(file).expect("the file can be read");
    text.len() as i64
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
