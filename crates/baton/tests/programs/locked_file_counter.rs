//! counter.txt under a lock on a separate file.

use fs2::FileExt;
use std::fs::{self, File};
use std::process::Command;

fn count(step: i64) {
    let lock = File::create("lock").unwrap();
    lock.lock_exclusive().unwrap();
    let value: i64 = fs::read_to_string("counter.txt").unwrap().parse().unwrap();
    fs::write("counter.txt", (value + step).to_string()).unwrap();
    FileExt::unlock(&lock).unwrap();
}

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("inc") => return count(1),
        Some("dec") => return count(-1),
        _ => {}
    }
    fs::write("counter.txt", "0").unwrap();
    let me = std::env::current_exe().unwrap();
    let mut inc = Command::new(&me).arg("inc").spawn().unwrap();
    let mut dec = Command::new(&me).arg("dec").spawn().unwrap();
    assert!(inc.wait().unwrap().success() & dec.wait().unwrap().success());
    println!("{}", fs::read_to_string("counter.txt").unwrap());
}
