//! Bytes that are not valid UTF-8 are drawn as bytes.

use std::fs;
use std::io::Write;
use std::thread;
fn main() {
    std::io::stdout().write_all(b"out \xff\xfe end\n").unwrap();
    fs::write("data", b"a\xffb\xc3").unwrap();
    let one = thread::spawn(|| {
        fs::write("data", b"\xffone").unwrap();
    });
    let content = fs::read("data").unwrap();
    one.join().unwrap();
    assert_eq!(content, b"a\xffb\xc3");
}
