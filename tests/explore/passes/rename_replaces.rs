//~ PASSES
//~ OUTCOMES within 2: `new`, `old`
//! The new text is written to another file, which is renamed over the old: a
//! reader finds one of the two texts, whole.
// Where the numbers come from: the parent opens the file before the rename or
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
