//~ FAILS panic
//~ LINE `file.seek(SeekFrom::Start(at)).unwrap();` or `file.write_all(text).unwrap();` or `assert!(text == "abcd", "{text}");`
//~ OUTCOMES within 2: `abcd`, `panic: --cdab`, `panic: --abcd`
//! Clones share the offset: the other thread's seek may come between a thread's
//! seek and its write.
// Where the numbers come from: main seeks 0, the thread 2. The whole thread
// between main's steps: cd at 2, then ab at 4. The thread's seek alone: ab at
// 2, then cd at 4. Main between the thread's steps: ab at 0, which ends at 2.

use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::thread;

fn put(mut file: File, at: u64, text: &[u8]) {
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(text).unwrap();
}

fn main() {
    fs::write("text", "----").unwrap();
    let file = File::options().write(true).open("text").unwrap();
    let clone = file.try_clone().unwrap();
    let other = thread::spawn(|| put(clone, 2, b"cd"));
    put(file, 0, b"ab");
    other.join().unwrap();
    let text = fs::read_to_string("text").unwrap();
    assert!(text == "abcd", "{text}");
    println!("{text}");
}
