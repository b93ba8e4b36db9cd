//! A child that is blocked forever on a lock is killed; its own lock is free then.

use std::fs::File;
use std::process::Command;

fn main() {
    if std::env::args().nth(1).is_some() {
        let file = File::create("held").unwrap();
        file.lock().unwrap();
        loop {
            std::thread::park();
        }
    }
    let me = std::env::current_exe().unwrap();
    let mut child = Command::new(me).arg("child").spawn().unwrap();
    child.kill().unwrap();
    let status = child.wait().unwrap();
    File::create("held").unwrap().lock().unwrap();
    println!("{:?} {status}", status.code());
}
