//~ FAILS vacuous
//! `output` starts a helper and waits for it, so the second one begins when the first has ended.

use std::process::{Command, Stdio};

/// How many characters a row has.
const WIDTH: usize = 40_000;

/// Lets two helpers paint that many rows, and returns how many rows came from each.
fn picture(left: u64, right: u64) -> [u64; 2] {
    [("left", left), ("right", right)].map(|(helper, rows)| {
        let output = start(helper, rows).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().filter(|row| row.len() == WIDTH).count() as u64
    })
}

/// Starts this program again, as the helper with this name, and returns at once.
fn start(helper: &str, rows: u64) -> Command {
    let program = std::env::current_exe().unwrap();
    let mut command = Command::new(program);
    command.arg(helper).env("ROUNDS", rows.to_string());
    command.stdout(Stdio::piped()); // What it prints goes into a new pipe.
    command
}

/// What a helper does: prints that many rows.
fn paint(rows: u64) {
    for _ in 0..rows {
        println!("{}", "#".repeat(WIDTH));
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
