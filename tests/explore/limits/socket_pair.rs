//~ NOT_RUN `std::os::unix::net`
//~ LINE `let (mut one, mut other) = UnixStream::pair().unwrap();`
//! A correct program with a pair of sockets between two threads.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::thread;

fn main() {
    let (mut one, mut other) = UnixStream::pair().unwrap();
    let writer = thread::spawn(move || one.write_all(b"hello").unwrap());
    let mut text = String::new();
    other.read_to_string(&mut text).unwrap();
    writer.join().unwrap();
    assert_eq!(text, "hello");
}
