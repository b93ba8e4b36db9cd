//! A folder that is listed while another thread creates files in it.

use std::fs::{self, File};
use std::thread;

fn main() {
    fs::create_dir("folder").unwrap();
    let makes = thread::spawn(|| {
        File::create("folder/a").unwrap();
        File::create("folder/b").unwrap();
    });
    println!("{}", fs::read_dir("folder").unwrap().count());
    makes.join().unwrap();
}
