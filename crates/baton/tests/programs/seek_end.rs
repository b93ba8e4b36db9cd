//! A seek to the end of a file while another thread appends to it.

use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::thread;

fn main() {
    let mut file = File::create("log").unwrap();
    let adds = thread::spawn(|| {
        let mut file = OpenOptions::new().append(true).open("log").unwrap();
        file.write_all(b"four").unwrap();
    });
    println!("{}", file.seek(SeekFrom::End(0)).unwrap());
    adds.join().unwrap();
}
