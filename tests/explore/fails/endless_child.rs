//~ FAILS time_limit
//! A child that reads an empty file counts forever.

use std::hint::black_box;
use std::{env, fs, process::Command};

fn main() {
    if env::args().len() > 1 {
        let stop = fs::read("stop").unwrap().len();
        let mut number = 1_usize;
        while number != stop {
            number = black_box(number.wrapping_add(1).max(1));
        }
        return;
    }
    fs::write("stop", "").unwrap();
    let mut child = Command::new(env::current_exe().unwrap())
        .arg("child")
        .spawn()
        .unwrap();
    fs::write("stop", "1").unwrap();
    assert!(child.wait().unwrap().success());
}
