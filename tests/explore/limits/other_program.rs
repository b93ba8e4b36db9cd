//~ NOT_RUN `Command::spawn`
//~ LINE `.spawn()`
//! A program that is not this one runs beside it.

use std::process::Command;

fn main() {
    let mut other = Command::new("/bin/sh")
        .args(["-c", "exit 0"])
        .spawn()
        .unwrap();
    assert!(other.wait().unwrap().success());
}
