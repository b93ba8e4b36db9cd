//! Two processes append to one file: nothing is lost.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::process::Command;

fn main() {
    if let Some(word) = std::env::args().nth(1) {
        let mut file = OpenOptions::new().append(true).open("log").unwrap();
        file.write_all(word.as_bytes()).unwrap();
        return;
    }
    File::create("log").unwrap();
    let me = std::env::current_exe().unwrap();
    let [mut a, mut b] = ["a", "b"].map(|word| Command::new(&me).arg(word).spawn().unwrap());
    assert!(a.wait().unwrap().success() && b.wait().unwrap().success());
    println!("{}", fs::read_to_string("log").unwrap());
}
