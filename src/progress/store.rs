//! The state file: read and written under a lock, so that two watchers at once lose nothing.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use fs2::FileExt;
use serde::{Deserialize, Serialize};

use super::seal::{self, Seals};
use super::{Change, Progress, Record};
use crate::invocation;

/// The version of the state file that this kit writes and reads.
const FORMAT_VERSION: u32 = 1;

const HEADER: &str =
    "# What you have done so far; the kit writes it. To start over, delete this file.\n\n";

/// The kit's own folder in a project: the state file, its lock, and backups.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
}

/// The progress as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The progress.
    pub progress: Progress,
    /// Set if the state file was broken: what was wrong, and where it was moved.
    pub notice: Option<String>,
}

impl Loaded {
    /// The progress to use when it cannot be read.
    pub fn nothing(error: StoreError) -> Loaded {
        Loaded {
            progress: Progress::default(),
            notice: Some(error.to_string()),
        }
    }
}

/// The progress could not be read or kept.
#[derive(Debug, thiserror::Error)]
#[error(
    "your progress could not be {action}: {path}: {cause}.\nCheck the permissions of the folder and the space on the disk."
)]
pub struct StoreError {
    action: &'static str,
    path: PathBuf,
    // Not as `source`: a printed chain of causes would contain it twice.
    cause: std::io::Error,
}

/// The state file's form. (Not `flatten`: with it, toml could not tell the line of a mistake.)
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StateFile {
    format_version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    exercises: BTreeMap<String, Record>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    seals: Seals,
}

impl Store {
    /// The store of the project with this root. Nothing is touched yet.
    pub fn of(root: &Path) -> Store {
        Store {
            folder: root.join(".racelings"),
        }
    }

    /// The state file.
    pub fn state_path(&self) -> PathBuf {
        self.folder.join("state.toml")
    }

    /// The folder for the learner's versions that a reset has put aside.
    pub fn backup_folder(&self) -> PathBuf {
        self.folder.join("backups")
    }

    /// The folder for known fixes that are asked about or played.
    pub fn fixes_folder(&self) -> PathBuf {
        self.folder.join("fixes")
    }

    /// The folder for the pages that `watch` writes.
    pub fn page_folder(&self) -> PathBuf {
        self.folder.join("pages")
    }

    /// Reads the progress. A broken state file is set aside, never dropped.
    ///
    /// Reading needs no lock: the file is only ever replaced as a whole.
    ///
    /// # Errors
    /// When the system refuses to read it.
    pub fn load(&self) -> Result<Loaded, StoreError> {
        match self.parsed()? {
            Ok(loaded) => Ok(loaded),
            // Only the holder of the lock may move it away; it may be intact again by then.
            Err(_) => match self.lock() {
                Ok(_held) => self.read(),
                Err(error) => Ok(Loaded {
                    progress: Progress::default(),
                    notice: Some(format!("The state file is broken, and {error}")),
                }),
            },
        }
    }

    /// Reads the progress, takes the changes in and writes it back, all under the lock.
    ///
    /// # Errors
    /// When the system refuses to read or write it; the old state file is then still whole.
    pub fn update(&self, changes: &[Change]) -> Result<Loaded, StoreError> {
        let held = self.lock()?;
        let mut loaded = self.read()?;
        for change in changes {
            loaded.progress.apply(change);
        }
        self.write(&loaded.progress)
            .map_err(|source| self.error("saved", source))?;
        drop(held);
        Ok(loaded)
    }

    /// The lock is a separate file: a rename would carry away a lock on the state file itself.
    fn lock(&self) -> Result<File, StoreError> {
        fs::create_dir_all(&self.folder)
            .and_then(|()| {
                let path = self.folder.join("lock");
                File::options()
                    .create(true)
                    .truncate(false)
                    .write(true)
                    .open(path)
            })
            .and_then(|file| FileExt::lock_exclusive(&file).map(|()| file))
            .map_err(|source| self.error("saved", source))
    }

    /// The progress in the state file, or what is wrong with that.
    fn parsed(&self) -> Result<Result<Loaded, String>, StoreError> {
        let bytes = match fs::read(self.state_path()) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            Err(source) => return Err(self.error("read", source)),
        };
        if bytes.is_empty() {
            return Ok(Ok(Loaded {
                progress: Progress::default(),
                notice: None,
            }));
        }
        Ok(parse(&bytes).map(|(progress, unsealed)| Loaded {
            progress,
            notice: (!unsealed.is_empty()).then(|| self.unsealed(&unsealed)),
        }))
    }

    /// The notice about exercises that are marked as done without a seal.
    fn unsealed(&self, names: &[String]) -> String {
        format!(
            "{} marks {} as passed, but no check wrote that, so it counts as not done.
`{}` checks all.",
            self.state_path().display(),
            names.join(", "),
            invocation::command(&["verify"])
        )
    }

    fn read(&self) -> Result<Loaded, StoreError> {
        match self.parsed()? {
            Ok(loaded) => Ok(loaded),
            Err(reason) => {
                let aside = self
                    .set_aside()
                    .map_err(|source| self.error("read", source))?;
                let notice = format!(
                    "The state file is broken: {}:{reason}\nIt was moved to {}; your progress starts from zero.\nYour exercises are as they were.",
                    self.state_path().display(),
                    aside.display()
                );
                Ok(Loaded {
                    progress: Progress::default(),
                    notice: Some(notice),
                })
            }
        }
    }

    fn write(&self, progress: &Progress) -> std::io::Result<()> {
        let Progress { current, exercises } = progress.clone();
        let state = StateFile {
            format_version: FORMAT_VERSION,
            current,
            seals: seal::of_all(&exercises),
            exercises,
        };
        let text = toml::to_string(&state).map_err(std::io::Error::other)?;
        let mut file = tempfile::Builder::new()
            .prefix(".state-")
            .tempfile_in(&self.folder)?;
        file.write_all(HEADER.as_bytes())?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(self.state_path())?;
        Ok(())
    }

    /// Gives the state file a name that is still free.
    fn set_aside(&self) -> std::io::Result<PathBuf> {
        let mut number = 1;
        loop {
            let aside = self.folder.join(format!("state.broken-{number}.toml"));
            // The lock is held, so no other kit takes the name between the two calls.
            if fs::symlink_metadata(&aside).is_err() {
                fs::rename(self.state_path(), &aside)?;
                return Ok(aside);
            }
            number += 1;
        }
    }

    fn error(&self, action: &'static str, source: std::io::Error) -> StoreError {
        StoreError {
            action,
            path: self.state_path(),
            cause: source,
        }
    }
}

/// The progress in a state file's bytes, and which exercises it calls done without a seal; else `line: reason`.
pub(super) fn parse(bytes: &[u8]) -> Result<(Progress, Vec<String>), String> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()]
            .iter()
            .filter(|&&b| b == b'\n')
            .count()
            + 1;
        format!("{line}: it is not UTF-8 text.")
    })?;
    let mut state: StateFile = toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = text[..start].matches('\n').count() + 1;
        format!("{line}: {}", error.message().trim_end())
    })?;
    if state.format_version != FORMAT_VERSION {
        return Err(format!(
            "1: format_version is {}, this kit reads {FORMAT_VERSION}.",
            state.format_version
        ));
    }
    let unsealed = seal::break_open(&mut state.exercises, &state.seals);
    let progress = Progress {
        current: state.current,
        exercises: state.exercises,
    };
    Ok((progress, unsealed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Moment;
    use std::thread;

    fn attempt(name: &str) -> Change {
        Change::Failed { name: name.into() }
    }

    #[test]
    fn reading_leaves_nothing_behind() {
        let root = tempfile::tempdir().unwrap();
        let loaded = Store::of(root.path()).load().unwrap();
        assert_eq!(loaded.progress, Progress::default());
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_was_kept_is_read_again() {
        let root = tempfile::tempdir().unwrap();
        let store = Store::of(root.path());
        let at = Moment::from_second(3);
        let changes = [
            Change::WentTo { name: "b".into() },
            Change::Passed {
                name: "a".into(),
                at,
            },
        ];
        let kept = store.update(&changes).unwrap();
        assert_eq!(store.load().unwrap(), kept);
        assert_eq!(kept.progress.record("a").done_at, Some(at));
    }

    #[test]
    fn what_no_check_wrote_is_not_done() {
        let root = tempfile::tempdir().unwrap();
        let store = Store::of(root.path());
        let at = Moment::from_second(3);
        let name = || "a".to_owned();
        store
            .update(&[Change::Passed { name: name(), at }])
            .unwrap();
        let written = fs::read_to_string(store.state_path()).unwrap();
        for forged in [
            written.replace("1970-01-01T00:00:03Z", "1970-01-01T00:00:04Z"),
            written.split("[seals]").next().unwrap().to_owned(),
            written.replace("exercises.a", "exercises.b"),
        ] {
            assert_ne!(forged, written);
            fs::write(store.state_path(), forged).unwrap();
            let loaded = store.load().unwrap();
            assert!(!loaded.progress.is_done("a") && !loaded.progress.is_done("b"));
            assert!(loaded.notice.unwrap().contains("no check wrote that"));
        }
        fs::write(store.state_path(), written).unwrap();
        let loaded = store.load().unwrap();
        assert!(loaded.progress.is_done("a") && loaded.notice.is_none());
    }

    #[test]
    fn many_writers_at_once_lose_nothing() {
        let root = tempfile::tempdir().unwrap();
        let store = Store::of(root.path());
        thread::scope(|scope| {
            for writer in 0..4 {
                let store = &store;
                scope.spawn(move || {
                    for _ in 0..25 {
                        store
                            .update(&[attempt("shared"), attempt(&format!("own{writer}"))])
                            .unwrap();
                    }
                });
            }
        });
        let progress = store.load().unwrap().progress;
        assert_eq!(progress.record("shared").attempts, 100);
        assert_eq!(progress.record("own3").attempts, 25);
    }

    #[test]
    fn a_broken_state_file_is_set_aside_and_told_with_its_line() {
        let root = tempfile::tempdir().unwrap();
        let store = Store::of(root.path());
        for broken in [
            "format_version = 1\ncurrent = 7\n",
            "format_version = 9\n",
            "x",
        ] {
            store.update(&[attempt("a")]).unwrap();
            fs::write(store.state_path(), broken).unwrap();
            let loaded = store.update(&[attempt("b")]).unwrap();
            assert_eq!(loaded.progress.record("b").attempts, 1);
            let notice = loaded.notice.unwrap();
            let aside = notice
                .split("was moved to ")
                .nth(1)
                .unwrap()
                .split(';')
                .next()
                .unwrap();
            assert_eq!(fs::read_to_string(aside).unwrap(), broken);
        }
        fs::write(store.state_path(), "format_version = 1\ncurrent = 7\n").unwrap();
        let notice = store.load().unwrap().notice.unwrap();
        assert!(notice.contains("state.toml:2: invalid type"), "{notice}");
        assert!(notice.contains("state.broken-4.toml"), "{notice}");
    }

    #[test]
    fn bytes_that_are_no_text_are_set_aside_too() {
        let root = tempfile::tempdir().unwrap();
        let store = Store::of(root.path());
        store.update(&[attempt("a")]).unwrap();
        fs::write(store.state_path(), b"\n\xff\xfe").unwrap();
        let notice = store.load().unwrap().notice.unwrap();
        assert!(notice.contains("state.toml:2: it is not UTF-8"), "{notice}");
    }
}
