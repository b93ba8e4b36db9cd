//~ PASSES
//~ OUTCOMES within 2: `bc 3`
//! Each thread has its own handle, and so its own offset.
// Where the numbers come from: the thread's offset is not moved by main's.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::thread;

fn main() {
    fs::write("text", "abc").unwrap();
    let reader = thread::spawn(|| {
        let mut file = File::open("text").unwrap();
        file.seek(SeekFrom::Start(1)).unwrap();
        let mut two = [0; 2];
        file.read_exact(&mut two).unwrap();
        String::from_utf8_lossy(&two).into_owned()
    });
    let mut mine = File::open("text").unwrap();
    let end = mine.seek(SeekFrom::End(0)).unwrap();
    let two = reader.join().unwrap();
    println!("{two} {end}");
    assert!(two == "bc" && end == mine.metadata().unwrap().len());
}
