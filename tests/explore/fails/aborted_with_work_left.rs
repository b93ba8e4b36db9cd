//~ FAILS panic
//~ LINE `assert!(!fs::exists("said").unwrap(), "it was said");` or `fs::write("said", "").unwrap();` or `process::abort();`
//~ OUTCOMES within 2: `quiet`, `panic: it was said`
//! A child aborts while one of its threads is still about to write a file.
// Where the numbers come from: the abort comes before the thread creates the
// file, or the child's main is preempted there.

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
