//~ FAILS panic
//~ LINE `file.seek(SeekFrom::End(0)).unwrap();` or `file.write_all(b"x").unwrap();` or `assert!(length == 2, "{length} bytes");`
//~ OUTCOMES within 2: `2`, `panic: 1 bytes`
//! Seek to the end, then write: by then the end may be elsewhere.
// Where the numbers come from: both threads find the end at 0 and write at the
// same position.

use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::thread;

fn add() {
    let mut file = File::options().write(true).open("list").unwrap();
    file.seek(SeekFrom::End(0)).unwrap();
    file.write_all(b"x").unwrap();
}

fn main() {
    fs::write("list", "").unwrap();
    let other = thread::spawn(add);
    add();
    other.join().unwrap();
    let length = fs::metadata("list").unwrap().len();
    assert!(length == 2, "{length} bytes");
    println!("{length}");
}
