//~ FAILS panic
//~ LINE `assert_eq!(fs::read_dir("d").unwrap().count(), 0);`
//! A file is renamed into a folder while another thread lists what is in it.

use std::{fs, thread};

fn main() {
    fs::create_dir("d").unwrap();
    fs::write("x", "1").unwrap();
    let other = thread::spawn(|| {
        assert_eq!(fs::read_dir("d").unwrap().count(), 0);
    });
    fs::rename("x", "d/y").unwrap();
    other.join().unwrap();
}
