//! Where a server keeps its files in memory.

use ::std::path::{Path, PathBuf};

use crate::removal;

/// Where files lie in memory.
pub(crate) const MEMORY: &str = "/dev/shm";

/// What our folders there begin with; the server's process id follows.
pub(crate) const PREFIX: &str = "racelings-baton-";

/// The folder of the server with that process id. All names are of one length, so that a program that prints its folder
/// prints as much in each.
pub(crate) fn of(server: u32) -> PathBuf {
    Path::new(MEMORY).join(format!("{PREFIX}{server:07}"))
}

/// Removes the folder of a server that has ended, if it left one.
pub(crate) fn remove_of(server: u32) {
    // Where it cannot be removed, there is none, or it belongs to another user.
    let _ = removal::remove(&of(server));
}
