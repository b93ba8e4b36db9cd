//~ PASSES
//~ NOTE left_running at `.spawn();`
//! The child is not waited for, so it may outlive `main`.

use std::env::{args, current_exe};
use std::process::Command;

fn main() {
    if args().count() > 1 {
        return;
    }
    let program = current_exe().expect("it has a file");
    let child = Command::new(program)
        .arg("child")
        .spawn();
    assert!(child.is_ok());
}
