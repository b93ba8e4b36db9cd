//~ FAILS panic
//~ LINE `let _ = lock.try_lock_exclusive();` or `return fs::write("list.txt", text + "x").unwrap();` or `assert!(list == "xx", "{list}");` or `let text = fs::read_to_string("list.txt").unwrap();`
//! `try_lock` fails, and the program ignores the answer.

use fs2::FileExt;
use std::fs::{self, File};
use std::{env, process::Command};

fn main() {
    if env::args().len() > 1 {
        let lock = File::create("lock").unwrap();
        let _ = lock.try_lock_exclusive();
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
