//~ NOT_RUN `std::io::pipe`
//~ LINE `let (mut reader, mut writer) = std::io::pipe().unwrap();`
//! A correct program with a pipe between two threads.

use std::io::{Read, Write};
use std::thread;

fn main() {
    let (mut reader, mut writer) = std::io::pipe().unwrap();
    let other = thread::spawn(move || writer.write_all(b"hello").unwrap());
    let mut text = String::new();
    reader.read_to_string(&mut text).unwrap();
    other.join().unwrap();
    assert_eq!(text, "hello");
}
