//~ PASSES
//! A question and its answer, line by line, through a child's standard input and output.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Command, Stdio};

fn main() {
    if env::args().len() > 1 {
        for line in io::stdin().lines() {
            println!("{}", line.unwrap().to_uppercase());
        }
        return;
    }
    let mut child = Command::new(env::current_exe().unwrap())
        .arg("child")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = child.stdin.take().unwrap();
    let mut from = BufReader::new(child.stdout.take().unwrap()).lines();
    for word in ["one", "two"] {
        writeln!(to, "{word}").unwrap();
        assert_eq!(from.next().unwrap().unwrap(), word.to_uppercase());
    }
    drop(to);
    assert!(from.next().is_none());
    assert!(child.wait().unwrap().success());
}
