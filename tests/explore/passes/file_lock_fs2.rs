//~ PASSES
//~ OUTCOMES within 1: `0`
//! counter.txt under fs2's lock on a separate file.
// Where the numbers come from: the lock covers both the read and the write.

use fs2::FileExt;
use std::fs::{self, File};
use std::{env, process::Command};

fn count(step: i64) {
    let lock = File::create("lock").unwrap();
    lock.lock_exclusive().unwrap();
    let value: i64 = fs::read_to_string("counter.txt").unwrap().parse().unwrap();
    fs::write("counter.txt", (value + step).to_string()).unwrap();
    FileExt::unlock(&lock).unwrap();
}

fn main() {
    if let Some(step) = env::args().nth(1) {
        return count(step.parse().unwrap());
    }
    fs::write("counter.txt", "0").unwrap();
    let me = env::current_exe().unwrap();
    let children = ["1", "-1"].map(|step| Command::new(&me).arg(step).spawn().unwrap());
    let well = children.map(|mut child| child.wait().unwrap().success());
    let value = fs::read_to_string("counter.txt").unwrap();
    println!("{value}");
    assert!(well == [true, true] && value == "0");
}
