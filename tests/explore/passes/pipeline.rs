//~ PASSES
//! One child's output is another child's input.

use std::env;
use std::io::{self, Read};
use std::process::{Command, Stdio};

fn main() {
    let me = env::current_exe().unwrap();
    match env::args().nth(1).as_deref() {
        Some("first") => return print!("abc"),
        Some(_) => {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text).unwrap();
            return print!("{}", text.chars().rev().collect::<String>());
        }
        None => {}
    }
    let mut first = Command::new(&me)
        .arg("first")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let second = Command::new(&me)
        .arg("second")
        .stdin(first.stdout.take().unwrap())
        .output()
        .unwrap();
    first.wait().unwrap();
    assert_eq!(second.stdout, b"cba");
}
