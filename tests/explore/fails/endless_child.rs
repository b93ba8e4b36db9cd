//~ FAILS time_limit
//! A child that reads an empty file waits forever for it to have been full.

use std::hint::black_box;
use std::{env, fs, process::Command};

fn main() {
    if env::args().len() > 1 {
        let stop = fs::read("stop").unwrap().len();
        while black_box(stop) == 0 {}
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
