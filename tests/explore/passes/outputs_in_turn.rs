//~ PASSES
//~ NOTE nothing_at_once
//~ OUTCOMES within 2: `ab`
//! `output` waits for the child and reads all its output, one child after the
//! other.
// Where the numbers come from: no two processes run at the same time.

use std::{env, process::Command};

fn main() {
    if let Some(word) = env::args().nth(1) {
        return print!("{word}");
    }
    let me = env::current_exe().unwrap();
    let outputs = ["a", "b"].map(|word| Command::new(&me).arg(word).output().unwrap().stdout);
    let text = String::from_utf8(outputs.concat()).unwrap();
    println!("{text}");
    assert_eq!(text, "ab");
}
