//~ FAILS panic
//~ LINE `File::create("lock").unwrap().lock().unwrap();` or `return fs::write("list.txt", text + "x").unwrap();` or `assert!(list == "xx", "{list}");` or `let text = fs::read_to_string("list.txt").unwrap();`
//! The locked file is a temporary value: it is closed, and so unlocked, at the semicolon.

use std::fs::{self, File};
use std::{env, process::Command};

fn main() {
    if env::args().len() > 1 {
        File::create("lock").unwrap().lock().unwrap();
        let text = fs::read_to_string("list.txt").unwrap();
        return fs::write("list.txt", text + "x").unwrap();
    }
    fs::write("list.txt", "").unwrap();
    let me = env::current_exe().unwrap();
    let children = [(); 2].map(|()| Command::new(&me).arg("child").spawn().unwrap());
    let well = children.map(|mut child| child.wait().unwrap().success());
    assert_eq!(well, [true, true]);
    let list = fs::read_to_string("list.txt").unwrap();
    assert!(list == "xx", "{list}");
}
