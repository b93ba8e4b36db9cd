//! Two threads each write at the length that they read before.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::thread;

fn append(byte: u8) {
    let file = File::options().write(true).open("log").unwrap();
    let length = file.metadata().unwrap().len();
    file.write_at(&[byte], length).unwrap();
}

fn main() {
    File::create("log").unwrap();
    let a = thread::spawn(|| append(b'a'));
    let b = thread::spawn(|| append(b'b'));
    a.join().unwrap();
    b.join().unwrap();
    assert_eq!(std::fs::metadata("log").unwrap().len(), 2);
}
