//~ PASSES
//! A child aborts; the parent sees that and continues.

use std::env;
use std::os::unix::process::ExitStatusExt;
use std::process::{self, Command};

fn main() {
    if env::args().len() > 1 {
        process::abort();
    }
    let status = Command::new(env::current_exe().unwrap())
        .arg("child")
        .status()
        .unwrap();
    assert_eq!(status.signal(), Some(6));
}
