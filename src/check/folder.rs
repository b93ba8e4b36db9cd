//! A fresh folder for each run, removed whatever the run has left in it.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::surroundings;

/// A folder that nobody else has, removed when this value goes.
#[derive(Debug)]
pub struct FreshFolder(PathBuf);

impl FreshFolder {
    /// Makes one, in the system's folder for temporary files.
    ///
    /// # Errors
    /// When the system refuses, or next to nothing is free there.
    pub fn make() -> io::Result<FreshFolder> {
        surroundings::has_space(&std::env::temp_dir())?;
        let folder = tempfile::Builder::new().prefix("racelings-").tempdir()?;
        Ok(FreshFolder(folder.keep()))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for FreshFolder {
    fn drop(&mut self) {
        if fs::remove_dir_all(&self.0).is_err() {
            give_permissions_back(&self.0);
            // What is left even so is not ours to remove; the system clears its temporary files.
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}

/// Undoes what a run has taken from the permissions of its own folders.
fn give_permissions_back(folder: &Path) {
    let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            give_permissions_back(&entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_goes_even_with_a_locked_folder_in_it() {
        let folder = FreshFolder::make().unwrap();
        let path = folder.path().to_path_buf();
        let inner = path.join("counter.txt");
        fs::create_dir(&inner).unwrap();
        fs::write(inner.join("file"), "x").unwrap();
        fs::set_permissions(&inner, fs::Permissions::from_mode(0o000)).unwrap();
        drop(folder);
        assert!(!path.exists());
    }
}
