//~ FAILS panic
//~ LINE `assert!(!fs::exists("said").unwrap(), "it was said");` or `fs::write("said", "").unwrap();` or `process::abort();`
//~ OUTCOMES within 2: `quiet`, `panic: it was said`
//! A child aborts while a thread of its own is still about to write a file.
// How the numbers come about: the abort comes before the thread makes the file, or
// the child's main is preempted there.

use std::process::{self, Command};
use std::{env, fs, thread};

fn main() {
    if env::args().len() > 1 {
        thread::spawn(|| {
            fs::write("said", "").unwrap();
        });
        fs::exists("nothing").unwrap();
        process::abort();
    }
    let me = env::current_exe().unwrap();
    let status = Command::new(me).arg("child").status().unwrap();
    assert!(!status.success());
    assert!(!fs::exists("said").unwrap(), "it was said");
    println!("quiet");
}
