//~ PASSES
//! Two threads create nested folders whose paths fill a megabyte together. Neither needs those of the other.

use std::fs;
use std::thread;

fn nest(top: &str) {
    let mut path = top.to_owned();
    for _ in 0..400 {
        fs::create_dir(&path).unwrap();
        path.push_str("/folder");
    }
}

fn main() {
    let other = thread::spawn(|| nest("other"));
    nest("own");
    other.join().unwrap();
    assert!(fs::exists("other/folder/folder").unwrap());
}
