//~ FAILS panic
//~ LINE `let status = child.try_wait().unwrap().expect("ended");`
//~ OUTCOMES within 2: `true`, `panic: ended`
//! `try_wait` does not wait for the child.
// Where the numbers come from: the child has ended before, or has not.

use std::{env, process::Command};

fn main() {
    if env::args().len() > 1 {
        return;
    }
    let mut child = Command::new(env::current_exe().unwrap())
        .arg("child")
        .spawn()
        .unwrap();
    let status = child.try_wait().unwrap().expect("ended");
    println!("{}", status.success());
    assert!(status.success());
}
