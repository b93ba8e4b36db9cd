//! A fresh folder for each run, removed whatever the run has left in it, and at the latest by the next kit.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Once;

use baton::removal;
use rustix::fs::OFlags;

use crate::surroundings;

/// What the names of our folders begin with.
const PREFIX: &str = "racelings-check-";

/// The folder inside that programs get: they do not see the outer one, which is locked.
const INNER: &str = "run";

/// A folder of its own, removed when this value is dropped.
#[derive(Debug)]
pub struct FreshFolder {
    outer: PathBuf,
    inner: PathBuf,
    /// Open and locked for as long as the folder is in use: the system unlocks it however this process ends.
    _in_use: File,
}

impl FreshFolder {
    /// Makes one, in the system's folder for temporary files.
    ///
    /// # Errors
    /// When the system refuses, or next to nothing is free there.
    pub fn make() -> io::Result<FreshFolder> {
        static ABANDONED: Once = Once::new();
        let place = std::env::temp_dir();
        ABANDONED.call_once(|| remove_abandoned(&place));
        surroundings::has_space(&place)?;
        FreshFolder::make_in(&place)
    }

    fn make_in(place: &Path) -> io::Result<FreshFolder> {
        loop {
            let outer = tempfile::Builder::new()
                .prefix(PREFIX)
                .permissions(Permissions::from_mode(0o700))
                .tempdir_in(place)?
                .keep();
            let in_use = match open_folder(&outer) {
                // Another kit found it before it was locked, and removed it.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                opened => opened?,
            };
            // On a file system without locks, no kit removes the folder as abandoned either.
            let _ = in_use.lock();
            // Another kit removed it between the opening and the locking.
            if !is_at(&in_use, &outer) {
                continue;
            }
            let inner = outer.join(INNER);
            DirBuilder::new().mode(0o700).create(&inner)?;
            return Ok(FreshFolder {
                outer,
                inner,
                _in_use: in_use,
            });
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.inner
    }
}

impl Drop for FreshFolder {
    fn drop(&mut self) {
        remove(&self.outer);
    }
}

/// Opens a folder itself, and no other one that a link leads to.
fn open_folder(path: &Path) -> io::Result<File> {
    let flags = OFlags::DIRECTORY | OFlags::NOFOLLOW;
    OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
}

fn is_at(open: &File, path: &Path) -> bool {
    let identity = |data: fs::Metadata| (data.dev(), data.ino());
    let now = fs::symlink_metadata(path).map(identity).ok();
    now.is_some() && now == open.metadata().map(identity).ok()
}

/// Removes the folders of kits that were killed before they could: our user's, and those that are not locked.
fn remove_abandoned(place: &Path) {
    let own = rustix::process::geteuid().as_raw();
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        if !entry
            .file_name()
            .as_encoded_bytes()
            .starts_with(PREFIX.as_bytes())
        {
            continue;
        }
        let Ok(open) = open_folder(&entry.path()) else {
            continue;
        };
        let is_ours = open.metadata().is_ok_and(|data| data.uid() == own);
        if is_ours && open.try_lock().is_ok() && is_at(&open, &entry.path()) {
            remove(&entry.path());
        }
    }
}

fn remove(folder: &Path) {
    // What is left even so is not ours to remove; the system clears its temporary files.
    let _ = removal::remove(folder);
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

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
        assert!(!path.parent().unwrap().exists());
    }

    /// The folder of a kit that was killed: it is not locked.
    fn abandoned_in(place: &Path) -> PathBuf {
        let folder = FreshFolder::make_in(place).unwrap();
        fs::write(folder.path().join("counter.txt"), "7").unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o000)).unwrap();
        let FreshFolder { outer, _in_use, .. } = &folder;
        _in_use.unlock().unwrap();
        let outer = outer.clone();
        std::mem::forget(folder);
        outer
    }

    #[test]
    fn a_folder_is_made_while_other_kits_remove_what_is_abandoned() {
        let place = tempfile::tempdir().unwrap();
        let is_done = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !is_done.load(Ordering::Relaxed) {
                    remove_abandoned(place.path());
                }
            });
            let made = (0..500).find_map(|_| FreshFolder::make_in(place.path()).err());
            is_done.store(true, Ordering::Relaxed);
            assert!(made.is_none(), "{made:?}");
        });
    }

    #[test]
    fn what_a_killed_kit_left_is_removed() {
        let place = tempfile::tempdir().unwrap();
        let left = abandoned_in(place.path());
        remove_abandoned(place.path());
        assert!(!left.exists());
    }

    #[test]
    fn what_is_in_use_or_not_a_folder_of_a_kit_stays() {
        let place = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join("file"), "x").unwrap();
        let in_use = FreshFolder::make_in(place.path()).unwrap();
        let other = place.path().join("racelings-other");
        fs::create_dir(&other).unwrap();
        let link = place.path().join(format!("{PREFIX}link"));
        symlink(elsewhere.path(), &link).unwrap();
        let file = place.path().join(format!("{PREFIX}file"));
        fs::write(&file, "x").unwrap();
        remove_abandoned(place.path());
        assert!(in_use.path().is_dir() && other.is_dir() && file.is_file());
        assert!(link.is_symlink() && elsewhere.path().join("file").is_file());
    }

    #[test]
    fn a_lock_on_the_folder_that_a_run_works_in_is_the_runs_own() {
        let folder = FreshFolder::make().unwrap();
        let lock = File::open(folder.path()).unwrap();
        assert!(lock.try_lock().is_ok());
    }
}
