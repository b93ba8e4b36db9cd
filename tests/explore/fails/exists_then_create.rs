//~ FAILS panic
//~ LINE `File::create("made").unwrap();` or `if !fs::exists("made").unwrap() {` or `assert!(made == 1, "made {made} times");`
//~ OUTCOMES within 2: `1`, `panic: made 2 times`
//! Checking whether the file exists and creating it are two steps.
// Where the numbers come from: both threads check before either creates it.

use std::fs::{self, File};
use std::{env, process, process::Command};

fn main() {
    if env::args().len() > 1 {
        if !fs::exists("made").unwrap() {
            File::create("made").unwrap();
            process::exit(1);
        }
        return;
    }
    let me = env::current_exe().unwrap();
    let children = [(); 2].map(|()| Command::new(&me).arg("child").spawn().unwrap());
    let made: i32 = children
        .map(|mut child| child.wait().unwrap().code().unwrap())
        .iter()
        .sum();
    assert!(made == 1, "made {made} times");
    println!("{made}");
}
