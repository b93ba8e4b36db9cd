//~ PASSES
//~ OUTCOMES within 2: `ab`, `ba`
//~ EXECUTIONS within 1: 16
//! Two processes append to one file, each with one write.
// Where the numbers come from: each child has 4 steps: begin, open, write,
// exit. No preemption, 3 executions: A then the parent or B; or B then A. One:
// of the parent before it starts B (1), of A before its 2nd to 4th step (3), of
// B after A (3), of B before A, with the parent or B continuing (2 * 3). 3 + 13
// = 16. Appending leaves both letters, in either order.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::{env, process::Command};

fn main() {
    if let Some(letter) = env::args().nth(1) {
        let mut file = OpenOptions::new().append(true).open("log.txt").unwrap();
        return file.write_all(letter.as_bytes()).unwrap();
    }
    fs::write("log.txt", "").unwrap();
    let me = env::current_exe().unwrap();
    let children = ["a", "b"].map(|letter| Command::new(&me).arg(letter).spawn().unwrap());
    for mut child in children {
        child.wait().unwrap();
    }
    let log = fs::read_to_string("log.txt").unwrap();
    println!("{log}");
    assert!(log == "ab" || log == "ba");
}
