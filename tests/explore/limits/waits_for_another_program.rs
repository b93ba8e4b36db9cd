//~ NOT_RUN main waits for something outside of the program
//~ LINE `let status = Command::new("sleep").arg("1000").status();`
//! Another program runs for longer than an execution may.

use std::process::Command;

fn main() {
    let status = Command::new("sleep").arg("1000").status();
    assert!(status.unwrap().success());
}
