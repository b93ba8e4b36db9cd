//! The kit as it is installed: its folder is in `PATH`, so messages call it by its name, and cargo is not around it.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::env;
use std::ffi::OsString;
use std::path::Path;

use assert_cmd::Command;

/// `racelings`, to be given its arguments.
pub fn racelings() -> Command {
    let mut command = Command::cargo_bin("racelings").unwrap();
    command.env_remove("CARGO").env("PATH", path());
    command
}

/// `PATH`, with the folder of `racelings`.
pub fn path() -> OsString {
    let programs = Path::new(env!("CARGO_BIN_EXE_racelings")).parent();
    let inherited = env::var_os("PATH").unwrap_or_default();
    let folders = programs.into_iter().map(Path::to_path_buf);
    env::join_paths(folders.chain(env::split_paths(&inherited))).unwrap()
}
