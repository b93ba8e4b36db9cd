//~ FAILS deadlock
//~ LINE `child.wait().unwrap();` or `io::stdin().read_to_string(&mut text).unwrap();`
//! The child reads until its input ends, but the parent keeps the pipe open while it waits for the child.

use std::env;
use std::io::{self, Read, Write};
use std::process::{Command, Stdio};

fn main() {
    if env::args().len() > 1 {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).unwrap();
        return;
    }
    let mut child = Command::new(env::current_exe().unwrap())
        .arg("child")
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = child.stdin.take().unwrap();
    to.write_all(b"hello").unwrap();
    child.wait().unwrap();
    drop(to);
}
