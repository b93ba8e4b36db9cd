//! Two threads seek to the end of a log, then write.

use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::thread;

fn append(byte: u8) {
    let mut file = File::options().write(true).open("log").unwrap();
    file.seek(SeekFrom::End(0)).unwrap();
    file.write_all(&[byte]).unwrap();
}

fn main() {
    File::create("log").unwrap();
    let a = thread::spawn(|| append(b'a'));
    let b = thread::spawn(|| append(b'b'));
    a.join().unwrap();
    b.join().unwrap();
    assert_eq!(fs::metadata("log").unwrap().len(), 2);
}
