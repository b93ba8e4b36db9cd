//~ FAILS panic
//~ LINE `FileExt::lock_shared(&lock).unwrap();` or `fs::write("list.txt", text + "x").unwrap();` or `assert!(list == "xx", "{list}");` or `let text = fs::read_to_string("list.txt").unwrap();`
//~ OUTCOMES within 2: `xx`, `panic: x`
//! A shared lock lets both in: what one adds, the other writes over.
// How the numbers come about: both read before either has written, or one reads
// while the file is cut to nothing; either way one x is lost.

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
