//~ FAILS panic
//~ LINE `fs::create_dir("a/x").unwrap();`
//! `create_dir_all` creates the parent folders as well, and the other thread needs one of them.

use std::{fs, thread};

fn main() {
    let other = thread::spawn(|| {
        fs::create_dir("a/x").unwrap();
    });
    fs::create_dir_all("a/b/c").unwrap();
    other.join().unwrap();
}
