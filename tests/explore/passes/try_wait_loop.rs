//~ PASSES
//~ OUTCOMES within 2: `done 0`
//! The parent polls whether the child has ended.
// Where the numbers come from: the loop ends only with the child.

use std::process::Command;
use std::time::Duration;
use std::{env, fs, thread};

fn main() {
    if env::args().len() > 1 {
        return fs::write("result", "done").unwrap();
    }
    let mut child = Command::new(env::current_exe().unwrap())
        .arg("child")
        .spawn()
        .unwrap();
    let status = loop {
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None => thread::sleep(Duration::from_millis(1)),
        }
    };
    let result = fs::read_to_string("result").unwrap();
    println!("{result} {}", status.code().unwrap());
    assert!(status.success() && result == "done");
}
