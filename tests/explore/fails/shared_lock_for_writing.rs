//~ FAILS panic
//~ LINE `FileExt::lock_shared(&lock).unwrap();` or `fs::write("list.txt", text + "x").unwrap();` or `assert!(list == "xx", "{list}");` or `let text = fs::read_to_string("list.txt").unwrap();`
//~ OUTCOMES within 2: `xx`, `panic: x`
//! A shared lock lets both in: each overwrites what the other has added.
// Where the numbers come from: both read before either has written, or one
// reads while the file is truncated; either way one x is lost.

use fs2::FileExt;
use std::fs::{self, File};
use std::thread;

fn add() {
    let lock = File::create("lock").unwrap();
    FileExt::lock_shared(&lock).unwrap();
    let text = fs::read_to_string("list.txt").unwrap();
    fs::write("list.txt", text + "x").unwrap();
}

fn main() {
    fs::write("list.txt", "").unwrap();
    let other = thread::spawn(add);
    add();
    other.join().unwrap();
    let list = fs::read_to_string("list.txt").unwrap();
    assert!(list == "xx", "{list}");
    println!("{list}");
}
