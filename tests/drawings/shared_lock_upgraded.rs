//! A shared lock on a file is upgraded: it is released before the exclusive one is acquired.

use std::fs::{self, File};
use std::io::{Read, Seek, Write};
use std::thread;

fn add(step: i64) {
    let mut file = File::options()
        .read(true)
        .write(true)
        .open("counter.txt")
        .unwrap();
    file.lock_shared().unwrap();
    let mut text = String::new();
    file.read_to_string(&mut text).unwrap();
    let value: i64 = text.parse().unwrap();
    file.lock().unwrap();
    file.set_len(0).unwrap();
    file.rewind().unwrap();
    file.write_all((value + step).to_string().as_bytes())
        .unwrap();
}

fn main() {
    fs::write("counter.txt", "0").unwrap();
    let inc = thread::spawn(|| add(1));
    let dec = thread::spawn(|| add(-1));
    inc.join().unwrap();
    dec.join().unwrap();
    assert_eq!(fs::read_to_string("counter.txt").unwrap(), "0");
}
