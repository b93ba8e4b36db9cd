//~ FAILS deadlock
//~ LINE `child.wait().unwrap();` or `print!("{}", "x".repeat(70_000));`
//! The child writes more than the pipe has room for, and the parent reads only when the child has ended.

use std::env;
use std::io::Read;
use std::process::{Command, Stdio};

fn main() {
    if env::args().len() > 1 {
        print!("{}", "x".repeat(70_000));
        return;
    }
    let mut child = Command::new(env::current_exe().unwrap())
        .arg("child")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.wait().unwrap();
    let mut text = String::new();
    child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text.len(), 70_000);
}
