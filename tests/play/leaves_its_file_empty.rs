//! A child with two threads is killed between truncating a file and writing to it.

use std::process::Command;
use std::{env, fs, thread};

const FILE: &str = "saved.txt";

fn main() {
    if env::args().nth(1).is_some() {
        let saver = thread::Builder::new().name("saver".into());
        let saver = saver.spawn(|| fs::write(FILE, "new").unwrap());
        saver.unwrap().join().unwrap();
        return;
    }
    fs::write(FILE, "old").unwrap();
    let mut child = Command::new(env::current_exe().unwrap());
    let mut child = child.arg("child").spawn().unwrap();
    let _ = child.wait().unwrap();
    let text = fs::read_to_string(FILE).unwrap();
    assert!(["old", "new"].contains(&text.as_str()), "torn: {text:?}");
}
