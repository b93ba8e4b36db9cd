//~ FAILS vacuous
//! Reads as much as the pipe cannot hold of a small picture, and waits then.

use std::io::Read;
use std::process::{Child, Command, Stdio};

/// How many characters a row has.
const WIDTH: usize = 40_000;

/// Lets two helpers paint that many rows, and returns how many rows came from each.
fn picture(left: u64, right: u64) -> [u64; 2] {
    let mut helpers = [start("left", left), start("right", right)];
    let mut pieces = [String::new(), String::new()];
    for (helper, piece) in helpers.iter_mut().zip(&mut pieces) {
        let pipe = helper.stdout.as_mut().unwrap();
        pipe.take(20_000).read_to_string(piece).unwrap();
    }
    for helper in &mut helpers {
        let status = helper.wait().unwrap();
        assert!(status.success(), "a helper failed: {status}");
    }
    let mut pieces = pieces.into_iter();
    helpers.map(|helper| rows_of(pieces.next().unwrap(), helper))
}

/// Starts this program again, as the helper with this name, and returns at once.
fn start(helper: &str, rows: u64) -> Child {
    let program = std::env::current_exe().unwrap();
    let mut command = Command::new(program);
    command.arg(helper).env("ROUNDS", rows.to_string());
    command.stdout(Stdio::piped()); // What it prints goes into a new pipe.
    command.spawn().unwrap()
}

/// Reads what the helper has printed, up to its end, and returns how many rows that is.
fn rows_of(mut text: String, helper: Child) -> u64 {
    let mut pipe = helper.stdout.unwrap();
    pipe.read_to_string(&mut text).unwrap();
    text.lines().filter(|row| row.len() == WIDTH).count() as u64
}

/// What a helper does: prints that many rows.
fn paint(rows: u64) {
    for _ in 0..rows {
        println!("{}", "#".repeat(WIDTH));
    }
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
