//~ PASSES
//~ OUTCOMES within 1: `10`
//! counter.txt itself is locked: opened, locked, read, rewound, truncated, written.
// Where the numbers come from: 10, one down from 11 and up again, or the other
// way round; truncating leaves nothing of the longer text.

use std::fs::{self, OpenOptions};
use std::io::{Read, Seek, Write};
use std::{env, process::Command};

fn count(step: i64) {
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .open("counter.txt")
        .unwrap();
    file.lock().unwrap();
    let mut text = String::new();
    file.read_to_string(&mut text).unwrap();
    let value: i64 = text.parse().unwrap();
    file.rewind().unwrap();
    file.set_len(0).unwrap();
    write!(file, "{}", value + step).unwrap();
}

fn main() {
    if let Some(step) = env::args().nth(1) {
        return count(step.parse().unwrap());
    }
    fs::write("counter.txt", "10").unwrap();
    let me = env::current_exe().unwrap();
    let children = ["-1", "1"].map(|step| Command::new(&me).arg(step).spawn().unwrap());
    let well = children.map(|mut child| child.wait().unwrap().success());
    let value = fs::read_to_string("counter.txt").unwrap();
    println!("{value}");
    assert!(well == [true, true] && value == "10");
}
