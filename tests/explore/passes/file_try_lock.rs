//~ PASSES
//~ OUTCOMES within 1: `2`
//! Two processes poll `try_lock` until they hold the lock.
// Where the numbers come from: each adds a line while it holds the lock.

use std::fs::{self, File, TryLockError};
use std::{env, process::Command, thread};

fn add_line() {
    let lock = File::create("lock").unwrap();
    while let Err(TryLockError::WouldBlock) = lock.try_lock() {
        thread::yield_now();
    }
    let text = fs::read_to_string("lines.txt").unwrap();
    fs::write("lines.txt", text + "line\n").unwrap();
}

fn main() {
    if env::args().len() > 1 {
        return add_line();
    }
    fs::write("lines.txt", "").unwrap();
    let me = env::current_exe().unwrap();
    let children = [(); 2].map(|()| Command::new(&me).arg("child").spawn().unwrap());
    for mut child in children {
        child.wait().unwrap();
    }
    let lines = fs::read_to_string("lines.txt").unwrap().lines().count();
    println!("{lines}");
    assert_eq!(lines, 2);
}
