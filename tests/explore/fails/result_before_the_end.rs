//~ FAILS panic
//~ LINE `let result = fs::read_to_string("result").expect("result");` or `assert!(result == "done", "found {result:?}");`
//~ OUTCOMES within 2: `done`, `panic: found ""`, `panic: result: Os { code: 2, kind: NotFound, message: "No such file or directory" }`
//! The parent reads the child's result before it waits for the child.
// Where the numbers come from: it reads before the file is created, between
// creating and writing, or after both.

use std::fs;
use std::{env, process::Command};

fn main() {
    if env::args().len() > 1 {
        return fs::write("result", "done").unwrap();
    }
    let mut child = Command::new(env::current_exe().unwrap())
        .arg("child")
        .spawn()
        .unwrap();
    let result = fs::read_to_string("result").expect("result");
    assert!(result == "done", "found {result:?}");
    println!("{result}");
    child.wait().unwrap();
}
