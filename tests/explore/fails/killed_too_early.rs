//~ FAILS panic
//~ LINE `child.kill().unwrap();` or `assert!(status.success(), "{status}");`
//~ OUTCOMES within 2: `done`, `panic: signal: 9 (SIGKILL)`
//! A killed child may not have done yet what it was about to do.
// Where the numbers come from: the child has ended before the kill, or has not.

use std::{env, process::Command};

fn main() {
    if env::args().len() > 1 {
        return;
    }
    let mut child = Command::new(env::current_exe().unwrap())
        .arg("child")
        .spawn()
        .unwrap();
    child.kill().unwrap();
    let status = child.wait().unwrap();
    assert!(status.success(), "{status}");
    println!("done");
}
