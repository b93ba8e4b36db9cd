//~ PASSES
//~ OUTCOMES within 2: `ab`, `ba`
//! A cloned handle shares the offset: neither thread overwrites the other.
// Where the numbers come from: each write begins where the last one ended.

use std::fs::{self, File};
use std::io::Write;
use std::thread;

fn main() {
    let mut file = File::create("log.txt").unwrap();
    let mut clone = file.try_clone().unwrap();
    let other = thread::spawn(move || clone.write_all(b"b").unwrap());
    file.write_all(b"a").unwrap();
    other.join().unwrap();
    let log = fs::read_to_string("log.txt").unwrap();
    println!("{log}");
    assert!(log == "ab" || log == "ba");
}
