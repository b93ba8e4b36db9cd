//~ FAILS panic
//~ LINE `return write!(file, "{}", value - 1).unwrap();` or `assert!(value == "8", "{value}");` or `file.rewind().unwrap();`
//~ OUTCOMES within 1: `panic: 89`
//! The file is locked but not truncated: 9 written over 10 leaves 90, then 89,
//! and so on.
// Where the numbers come from: with the lock the outcome is the same in either
// order: 10 becomes 90, then 89; and 89 is not 8.

use std::fs::{self, File};
use std::io::{Read, Seek, Write};
use std::{env, process::Command};

fn main() {
    if env::args().len() > 1 {
        let mut file = File::options()
            .read(true)
            .write(true)
            .open("counter.txt")
            .unwrap();
        file.lock().unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        let value: u32 = text.parse().unwrap();
        file.rewind().unwrap();
        return write!(file, "{}", value - 1).unwrap();
    }
    fs::write("counter.txt", "10").unwrap();
    let me = env::current_exe().unwrap();
    let children = [(); 2].map(|()| Command::new(&me).arg("child").spawn().unwrap());
    for mut child in children {
        child.wait().unwrap();
    }
    let value = fs::read_to_string("counter.txt").unwrap();
    assert!(value == "8", "{value}");
}
