//~ NOT_RUN `Command::spawn`
//~ LINE `.spawn()`
//! Another program runs beside this one.

use std::process::Command;

fn main() {
    let mut other = Command::new("/bin/sh")
        .args(["-c", "exit 0"])
        .spawn()
        .unwrap();
    assert!(other.wait().unwrap().success());
}
