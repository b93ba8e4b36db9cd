//~ FAILS panic
//~ LINE `log.write_all(b"\n").unwrap();` or `assert!(log == "a\nb\n" || log == "b\na\n", "{log:?}");` or `log.write_all(name.as_bytes()).unwrap();`
//~ OUTCOMES within 2: `a,b,`, `b,a,`, `panic: "ab\n\n"`, `panic: "ba\n\n"`
//! A line is appended in two writes, and the other thread's may come in between.
// Where the numbers come from: each order of the lines, whole or torn.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::{env, process::Command};

fn main() {
    if let Some(name) = env::args().nth(1) {
        let mut log = OpenOptions::new()
            .append(true)
            .create(true)
            .open("log")
            .unwrap();
        log.write_all(name.as_bytes()).unwrap();
        log.write_all(b"\n").unwrap();
        return;
    }
    let me = env::current_exe().unwrap();
    let children = ["a", "b"].map(|name| Command::new(&me).arg(name).spawn().unwrap());
    for mut child in children {
        child.wait().unwrap();
    }
    let log = fs::read_to_string("log").unwrap();
    assert!(log == "a\nb\n" || log == "b\na\n", "{log:?}");
    println!("{}", log.replace('\n', ","));
}
