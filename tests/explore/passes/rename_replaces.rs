//~ PASSES
//~ OUTCOMES within 2: `new`, `old`
//! The new text is written beside the file and renamed over it: whoever reads
//! finds one of the two, whole.
// How the numbers come about: the parent opens the file before the rename or
// after it.

use std::fs;
use std::{env, process::Command};

fn main() {
    if env::args().len() > 1 {
        fs::write("text.tmp", "new").unwrap();
        return fs::rename("text.tmp", "text").unwrap();
    }
    fs::write("text", "old").unwrap();
    let mut writer = Command::new(env::current_exe().unwrap())
        .arg("write")
        .spawn()
        .unwrap();
    let seen = fs::read_to_string("text").unwrap();
    assert!(writer.wait().unwrap().success() && !fs::exists("text.tmp").unwrap());
    println!("{seen}");
    assert!(seen == "old" || seen == "new");
}
