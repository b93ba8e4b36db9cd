//~ FAILS panic, exit_code
//! The parent reads one line and closes the pipe; the child prints more and panics if it is late.

use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

fn main() {
    if env::args().len() > 1 {
        println!("one");
        println!("two");
        return;
    }
    let mut child = Command::new(env::current_exe().unwrap())
        .arg("child")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(child.wait().unwrap().success());
}
