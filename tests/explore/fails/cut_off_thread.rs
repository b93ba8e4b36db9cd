//~ FAILS panic
//~ LINE `let said = fs::read_to_string("said").expect("said");` or `thread::spawn(|| fs::write("said", "a").unwrap());`
//~ OUTCOMES within 2: `a`, `panic: found ""`, `panic: said: Os { code: 2, kind: NotFound, message: "No such file or directory" }`
//! A child ends while a thread of its own is still about to write a file.
// How the numbers come about: the child's end cuts the thread off before it makes
// the file, between making and writing, or after both.

use std::{env, fs, process::Command, thread};

fn main() {
    if env::args().len() > 1 {
        thread::spawn(|| fs::write("said", "a").unwrap());
        return;
    }
    let me = env::current_exe().unwrap();
    let status = Command::new(me).arg("child").status().unwrap();
    let said = fs::read_to_string("said").expect("said");
    assert!(said == "a" && status.success(), "found {said:?}");
    println!("{said}");
}
