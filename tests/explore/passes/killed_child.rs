//~ PASSES
//~ OUTCOMES within 2: `9`
//! A child that waits forever is killed; then its lock is free.
// Where the numbers come from: it ends by the signal, whatever it had done.

use std::fs::File;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;
use std::{env, thread};

fn main() {
    if env::args().len() > 1 {
        let file = File::create("lock").unwrap();
        file.lock().unwrap();
        loop {
            thread::park();
        }
    }
    let mut child = Command::new(env::current_exe().unwrap())
        .arg("child")
        .spawn()
        .unwrap();
    child.kill().unwrap();
    let signal = child.wait().unwrap().signal().unwrap();
    let file = File::create("lock").unwrap();
    file.lock().unwrap();
    println!("{signal}");
    assert_eq!(signal, 9);
}
