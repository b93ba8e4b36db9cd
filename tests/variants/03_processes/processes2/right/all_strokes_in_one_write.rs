//~ PASSES
//! Each helper collects its strokes, and writes all of them at once.

use std::fs;
use std::process::{Child, Command};

fn count(up: u64, down: u64) -> i64 {
    let helpers = [start("first", down), start("second", down)];
    for mut helper in helpers {
        let status = helper.wait().unwrap();
        assert!(status.success(), "a helper failed: {status}");
    }
    up as i64 - strokes("first.txt") - strokes("second.txt")
}

fn start(helper: &str, potatoes: u64) -> Child {
    let program = std::env::current_exe().unwrap();
    let mut command = Command::new(program);
    command.arg(helper).env("ROUNDS", potatoes.to_string());
    command.spawn().unwrap()
}

fn peel(helper: &str, potatoes: u64) {
    let mut strokes = String::new();
    for _ in 0..potatoes {
        strokes.push('|');
    }
    fs::write(format!("{helper}.txt"), strokes).unwrap();
}

fn strokes(file: &str) -> i64 {
    let text = fs::read_to_string(file).unwrap();
    text.len() as i64
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
