//! Restores the starter of an exercise, and keeps the learner's version.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::catalog::{Catalog, Exercise};
use crate::progress::{Moment, Store};
use crate::{originals, source};

/// What a reset did.
#[derive(Debug, PartialEq, Eq)]
pub struct Reset {
    /// Where the learner's version is now; nothing when there was none, or it was the starter.
    pub backup: Option<PathBuf>,
}

/// Why nothing was reset. The learner's file is then as it was, or in the backup that is named.
#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    /// The kit's own copy of the starter cannot be read.
    #[error(
        "the kit's own copy of the starter cannot be used: {path}: {reason}\nGet it back from where you got the kit (`git checkout -- exercises/.originals`)."
    )]
    NoOriginal {
        /// The copy.
        path: PathBuf,
        /// What is wrong with it.
        reason: source::SourceError,
    },
    /// The system refused.
    #[error("{path} could not be {action}: {source}.")]
    Refused {
        /// The file.
        path: PathBuf,
        /// What could not be done.
        action: &'static str,
        /// The system's error.
        source: io::Error,
    },
}

/// Restores the starter of an exercise. What was in its place is moved to a backup, whatever it was.
///
/// # Errors
/// When the starter cannot be read, or the system refuses to move or write a file.
pub fn reset(catalog: &Catalog, exercise: &Exercise) -> Result<Reset, ResetError> {
    let original = catalog.root.join(exercise.original_path());
    let starter =
        originals::read(&catalog.root, exercise).map_err(|reason| ResetError::NoOriginal {
            path: original,
            reason,
        })?;
    let path = catalog.root.join(exercise.path());
    if fs::read_to_string(&path).is_ok_and(|text| text == starter) {
        return Ok(Reset { backup: None });
    }
    let folder = Store::of(&catalog.root).backup_folder();
    let backup = back_up(&path, &folder, &exercise.name)?;
    source::write_whole(&path, &starter).map_err(|source| ResetError::Refused {
        path,
        action: "written",
        source,
    })?;
    Ok(Reset { backup })
}

/// Moves the file under a name that is still free. (A link, a folder or bytes that are no text move as well.)
fn back_up(path: &Path, folder: &Path, name: &str) -> Result<Option<PathBuf>, ResetError> {
    if fs::symlink_metadata(path).is_err() {
        return Ok(None);
    }
    let refused = |source| ResetError::Refused {
        path: path.to_path_buf(),
        action: "moved to a backup",
        source,
    };
    fs::create_dir_all(folder).map_err(refused)?;
    let day = Moment::now().day();
    for number in 1.. {
        let backup = folder.join(format!("{name}-{day}-{number}.rs"));
        // Made with `create_new`, so that two resets at once never take the same name.
        match fs::File::create_new(&backup) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(refused(error)),
        }
        if fs::symlink_metadata(path).is_ok_and(|about| about.is_dir()) {
            fs::remove_file(&backup).map_err(refused)?;
        }
        fs::rename(path, &backup).map_err(refused)?;
        return Ok(Some(backup));
    }
    unreachable!("the numbers do not end")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project() -> (tempfile::TempDir, Catalog) {
        let folder = tempfile::tempdir().unwrap();
        let text = "format_version = 1\n[[exercises]]\nname = \"a1\"\ndir = \"01_a\"\nmodes = [\"threads\"]\nhints = []\n";
        let catalog = Catalog::parse(text, folder.path()).unwrap();
        let exercise = &catalog.exercises[0];
        for path in [exercise.path(), exercise.original_path()] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "starter\n").unwrap();
        }
        (folder, catalog)
    }

    #[test]
    fn the_learners_version_is_kept_and_the_starter_is_back() {
        let (folder, catalog) = project();
        let path = folder.path().join("exercises/01_a/a1.rs");
        for text in ["mine", "mine again"] {
            fs::write(&path, text).unwrap();
            let backup = reset(&catalog, &catalog.exercises[0])
                .unwrap()
                .backup
                .unwrap();
            assert_eq!(fs::read_to_string(backup).unwrap(), text);
            assert_eq!(fs::read_to_string(&path).unwrap(), "starter\n");
        }
    }

    #[test]
    fn nothing_to_keep_makes_no_backup() {
        let (folder, catalog) = project();
        let exercise = &catalog.exercises[0];
        assert_eq!(reset(&catalog, exercise).unwrap(), Reset { backup: None });
        let path = folder.path().join("exercises/01_a/a1.rs");
        fs::remove_file(&path).unwrap();
        assert_eq!(reset(&catalog, exercise).unwrap(), Reset { backup: None });
        assert_eq!(fs::read_to_string(&path).unwrap(), "starter\n");
    }

    #[test]
    fn a_broken_link_or_a_folder_in_its_place_is_kept_too() {
        let (folder, catalog) = project();
        let path = folder.path().join("exercises/01_a/a1.rs");
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("/nowhere", &path).unwrap();
        let backup = reset(&catalog, &catalog.exercises[0])
            .unwrap()
            .backup
            .unwrap();
        assert_eq!(fs::read_link(backup).unwrap(), Path::new("/nowhere"));
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        let backup = reset(&catalog, &catalog.exercises[0])
            .unwrap()
            .backup
            .unwrap();
        assert!(backup.is_dir() && path.is_file());
    }

    #[test]
    fn without_the_starter_nothing_is_touched() {
        let (folder, catalog) = project();
        let exercise = &catalog.exercises[0];
        fs::remove_file(folder.path().join(exercise.original_path())).unwrap();
        let path = folder.path().join(exercise.path());
        fs::write(&path, "mine").unwrap();
        assert!(matches!(
            reset(&catalog, exercise),
            Err(ResetError::NoOriginal { .. })
        ));
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    }
}
