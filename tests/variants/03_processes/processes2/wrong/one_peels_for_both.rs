//~ FAILS vacuous
//! The first helper makes the strokes of both; the second only reads the file.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::process::{Child, Command};

/// Lets two processes peel `down` potatoes each, from a heap of `up`, and returns how
/// many are left.
fn count(up: u64, down: u64) -> i64 {
    fs::write("first.txt", "").expect("first.txt can be written");
    fs::write("second.txt", "").expect("second.txt can be written");

    let helpers = [start("first", down), start("second", down)];
    for mut helper in helpers {
        let status = helper.wait().expect("a child can be waited for");
        assert!(status.success(), "a helper failed: {status}");
    }

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
        if helper == "first" {
            file.write_all(b"||").expect("two strokes can be added");
        } else {
            strokes("second.txt");
        }
    }
}

/// The number of strokes in the file.
fn strokes(file: &str) -> i64 {
    let text = fs::read_to_string(file).expect("the file can be read");
    text.len() as i64
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
