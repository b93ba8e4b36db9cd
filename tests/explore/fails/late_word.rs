//~ FAILS panic
//~ LINE `let said = fs::exists("said").unwrap();` or `assert!(!said, "the child was heard");` or `fs::write("said", "").unwrap();` or `child.kill().unwrap();`
//~ OUTCOMES within 2: `quiet`, `panic: the child was heard`
//! The parent kills a child and assumes that it has not written anything yet.
// Where the numbers come from: the child writes before it is killed, or never.

use std::{env, fs, process::Command, thread};

fn main() {
    if env::args().len() > 1 {
        fs::write("said", "").unwrap();
        loop {
            thread::park();
        }
    }
    let mut child = Command::new(env::current_exe().unwrap())
        .arg("child")
        .spawn()
        .unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let said = fs::exists("said").unwrap();
    assert!(!said, "the child was heard");
    println!("quiet");
}
