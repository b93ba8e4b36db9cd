//~ PASSES
//! Another program runs while no other task does: it is one step. A missing program is an error as always.

use std::io::ErrorKind;
use std::process::Command;

fn main() {
    let said = Command::new("/bin/sh").args(["-c", "echo here"]).output().unwrap();
    assert_eq!(said.stdout, b"here\n");
    let missing = Command::new("no-such-program-anywhere").spawn();
    assert_eq!(missing.unwrap_err().kind(), ErrorKind::NotFound);
}
