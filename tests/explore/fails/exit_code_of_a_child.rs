//~ FAILS exit_code
//~ OUTCOMES within 2: `0`, `Exited { code: 4 }`
//! The parent returns the exit code of a child that came too late.
// Where the numbers come from: one of the two creates the file first; the
// parent reads the code of the child that it started first.

use std::fs::File;
use std::{env, process, process::Command};

fn main() {
    if env::args().len() > 1 {
        process::exit(if File::create_new("made").is_ok() {
            0
        } else {
            4
        });
    }
    let me = env::current_exe().unwrap();
    let children = [(); 2].map(|()| Command::new(&me).arg("child").spawn().unwrap());
    let [first, _] = children.map(|mut child| child.wait().unwrap().code().unwrap());
    if first != 0 {
        process::exit(first);
    }
    println!("{first}");
}
