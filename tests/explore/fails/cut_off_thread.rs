//~ FAILS panic
//~ LINE `let said = fs::read_to_string("said").expect("said");` or `thread::spawn(|| fs::write("said", "a").unwrap());`
//~ OUTCOMES within 2: `a`, `panic: found ""`, `panic: said: Os { code: 2, kind: NotFound, message: "No such file or directory" }`
//! A child ends while one of its threads is still about to write a file.
// Where the numbers come from: the child's end stops the thread before it
// creates the file, between creating and writing, or after both.

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
