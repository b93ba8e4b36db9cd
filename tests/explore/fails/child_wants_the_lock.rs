//~ FAILS deadlock
//~ LINE `let status = Command::new(me).arg("child").status().unwrap();` or `File::open("lock").unwrap().lock().unwrap();`
//~ OUTCOMES within 2: `Deadlock`
//! The parent holds a file lock and waits for a child that is blocked on the same lock.
// Where the numbers come from: the parent acquires the lock before the child starts.

use std::fs::File;
use std::{env, process::Command};

fn main() {
    if env::args().len() > 1 {
        File::open("lock").unwrap().lock().unwrap();
        return;
    }
    let lock = File::create("lock").unwrap();
    lock.lock().unwrap();
    let me = env::current_exe().unwrap();
    let status = Command::new(me).arg("child").status().unwrap();
    assert!(status.success());
}
