//! Where a server keeps its files in memory, and how to remove what it left there.

use ::std::fs;
use ::std::io;
use ::std::path::{Path, PathBuf};

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
    // Where it cannot be removed, there is none, or it is somebody else's.
    let _ = remove(&of(server));
}

/// Removes a folder with all that is in it, whatever rights to it were taken away. Links are removed, not followed.
///
/// # Errors
/// What the system refuses.
pub(crate) fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            open_up(folder)?;
            fs::remove_dir_all(folder)
        }
        other => other,
    }
}

/// Gives us all rights to a folder and what lies in it, which its maker may have taken away.
///
/// # Errors
/// What the system refuses.
pub(crate) fn open_up(folder: &Path) -> io::Result<()> {
    if !fs::symlink_metadata(folder)?.is_dir() {
        return Ok(());
    }
    allow_all(folder)?;
    for entry in fs::read_dir(folder)? {
        open_up(&entry?.path())?;
    }
    Ok(())
}

#[cfg(unix)]
fn allow_all(folder: &Path) -> io::Result<()> {
    use ::std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

/// No server has run here.
#[cfg(not(unix))]
fn allow_all(_folder: &Path) -> io::Result<()> {
    Ok(())
}
