//! Removes folders whatever a program has done in them: it may have taken rights away, or nested folders deeper than one
//! process may have files open.

use ::std::fs;
use ::std::io;
use ::std::path::{Path, PathBuf};

/// Removes a folder with all that is in it. Links are removed, not followed.
///
/// # Errors
/// What the system refuses.
pub fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(_) if is_folder(folder) => {
            empty(folder)?;
            fs::remove_dir(folder)
        }
        other => other,
    }
}

/// Removes all that is in a folder, which stays. It goes level by level: what is in a folder of it moves up. So no path
/// gets longer, and few files are open at a time, however deep the folders are nested.
///
/// # Errors
/// What the system refuses.
pub fn empty(folder: &Path) -> io::Result<()> {
    let mut names = 0..;
    open_up(folder)?;
    loop {
        let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
        if entries.is_empty() {
            return Ok(());
        }
        for entry in entries {
            if entry.file_type()?.is_dir() {
                move_up(&entry.path(), folder, &mut names)?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
    }
}

/// Moves all that is in `inner` to `folder`, under the next free names, and removes `inner`.
fn move_up(inner: &Path, folder: &Path, names: &mut impl Iterator<Item = u64>) -> io::Result<()> {
    open_up(inner)?;
    for entry in fs::read_dir(inner)?.collect::<io::Result<Vec<_>>>()? {
        if !entry.file_type()?.is_dir() {
            fs::remove_file(entry.path())?;
            continue;
        }
        // A folder can be moved only by those who may write to it.
        open_up(&entry.path())?;
        let mut free = names.by_ref().map(|name| folder.join(name.to_string()));
        let is_free = |path: &PathBuf| fs::symlink_metadata(path).is_err();
        let Some(above) = free.find(is_free) else {
            return Err(io::ErrorKind::AlreadyExists.into());
        };
        fs::rename(entry.path(), above)?;
    }
    fs::remove_dir(inner)
}

/// Gives us all rights to a folder.
#[cfg(unix)]
fn open_up(folder: &Path) -> io::Result<()> {
    use ::std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

/// No program has run here.
#[cfg(not(unix))]
fn open_up(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether it is a folder itself, and no link to one.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|data| data.is_dir())
}

#[cfg(all(test, unix))]
mod tests {
    use ::std::fs::Permissions;
    use ::std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A folder with folders in it, each in the one before, deeper than a path may be long; in the innermost one a file.
    fn nested(folder: &Path, depth: usize) {
        let name = "a".repeat(200);
        let mut innermost = folder.join("top");
        fs::create_dir(&innermost).unwrap();
        fs::write(innermost.join("file"), "x").unwrap();
        for _ in 1..depth {
            let outer = folder.join("outer");
            fs::create_dir(&outer).unwrap();
            fs::rename(&innermost, outer.join(&name)).unwrap();
            innermost = folder.join("top");
            fs::rename(&outer, &innermost).unwrap();
        }
    }

    #[test]
    fn folders_nested_deeper_than_a_path_may_be_long_are_removed_level_by_level() {
        let place = tempfile::tempdir().unwrap();
        nested(place.path(), 50);
        fs::write(place.path().join("0"), "a name that moving up would take").unwrap();
        empty(place.path()).unwrap();
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }

    #[test]
    fn folders_without_rights_are_removed_and_links_are_not_followed() {
        let place = tempfile::tempdir().unwrap();
        let kept = place.path().join("kept");
        fs::create_dir(&kept).unwrap();
        fs::write(kept.join("file"), "x").unwrap();
        let folder = place.path().join("folder");
        let inner = folder.join("inner/innermost");
        fs::create_dir_all(&inner).unwrap();
        ::std::os::unix::fs::symlink(&kept, inner.join("link")).unwrap();
        for closed in [inner.as_path(), &folder.join("inner"), &folder] {
            fs::set_permissions(closed, Permissions::from_mode(0o000)).unwrap();
        }
        empty(&folder).unwrap();
        remove(&folder).unwrap();
        assert!(!folder.exists() && kept.join("file").exists());
    }

    #[test]
    fn a_link_to_a_folder_is_removed_without_the_folder() {
        let place = tempfile::tempdir().unwrap();
        let kept = place.path().join("kept");
        fs::create_dir(&kept).unwrap();
        ::std::os::unix::fs::symlink(&kept, place.path().join("link")).unwrap();
        remove(&place.path().join("link")).unwrap();
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
        assert!(kept.exists());
    }
}
