//~ NOT_RUN `Command::status`
//~ LINE `.status()`
//! A lost update between two shells: the kit cannot see what they do to the file.

use std::process::Command;
use std::{fs, thread};

fn add() {
    let status = Command::new("/bin/sh")
        .args(["-c", "n=$(cat counter); echo $((n + 1)) > counter"])
        .status()
        .unwrap();
    assert!(status.success());
}

fn main() {
    fs::write("counter", "0").unwrap();
    let other = thread::spawn(add);
    add();
    other.join().unwrap();
    assert_eq!(fs::read_to_string("counter").unwrap().trim(), "2");
}
