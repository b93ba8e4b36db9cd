//! `results.jsonl`: the results as they are stored. A line is appended as soon as its check has ended; nothing else is kept.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use fs2::FileExt;
use rustix::fs::OFlags;

use super::result::{GradeLine, SCHEMA};
use crate::styled::printable;

/// The name of the file.
pub const FILE: &str = "results.jsonl";

/// The results in a folder, while this process adds to them. No other one can meanwhile.
#[derive(Debug)]
pub struct Results {
    path: PathBuf,
    file: File,
}

/// Why results cannot be read or stored.
#[derive(Debug, thiserror::Error)]
pub enum ResultsError {
    /// The system refused.
    #[error("{path} cannot be {action}: {cause}")]
    Refused {
        /// The file or folder.
        path: PathBuf,
        /// What could not be done.
        action: &'static str,
        /// The system's error. It is part of the message, so it is not the `source` too.
        cause: io::Error,
    },
    /// Another process is at it.
    #[error(
        "{0} is in use: another `grade` writes there. Wait for its end, or name another folder with --out"
    )]
    InUse(PathBuf),
    /// A line is no result.
    #[error(
        "{path}:{line}: this is no result of this version of racelings ({why}). Remove the line, or name another folder with --out"
    )]
    Wrong {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
}

impl Results {
    /// Opens the results in a folder, and creates both if they are not there. Returns those that there are already. A last
    /// line that was not written to its end is removed.
    ///
    /// # Errors
    /// When the system refuses, another process has them open, or a line is no result.
    pub fn open(folder: &Path) -> Result<(Results, Vec<GradeLine>), ResultsError> {
        let path = folder.join(FILE);
        let refused = |action| {
            let path = path.clone();
            move |cause| ResultsError::Refused {
                path,
                action,
                cause,
            }
        };
        fs::create_dir_all(folder).map_err(refused("created"))?;
        let mut file = opened(OpenOptions::new().create(true).append(true), &path)
            .map_err(refused("opened"))?;
        if let Err(error) = FileExt::try_lock_exclusive(&file) {
            // A file system without locks has no other process that holds one.
            if error.raw_os_error() == fs2::lock_contended_error().raw_os_error() {
                return Err(ResultsError::InUse(path));
            }
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(refused("read"))?;
        let whole = whole(&bytes);
        if whole.len() < bytes.len() {
            file.set_len(whole.len() as u64)
                .map_err(refused("repaired"))?;
        }
        let lines = parse(whole, &path)?;
        Ok((Results { path, file }, lines))
    }

    /// Stores a result. When this returns it is in the hands of the system, and stays there if this process is killed.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn append(&mut self, line: &GradeLine) -> Result<(), ResultsError> {
        let written = self.file.write_all(line.to_json().as_bytes());
        written.map_err(|cause| ResultsError::Refused {
            path: self.path.clone(),
            action: "written",
            cause,
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// The results in a folder that another process may be adding to.
///
/// # Errors
/// When they cannot be read, or a line is no result.
pub fn read(folder: &Path) -> Result<Vec<GradeLine>, ResultsError> {
    let path = folder.join(FILE);
    let mut bytes = Vec::new();
    let read =
        opened(&mut OpenOptions::new(), &path).and_then(|mut file| file.read_to_end(&mut bytes));
    read.map_err(|cause| ResultsError::Refused {
        path: path.clone(),
        action: "read",
        cause,
    })?;
    parse(whole(&bytes), &path)
}

/// Opens the file, if it is a regular one: reading from a pipe or a device might never end.
fn opened(how: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    let flags = flags.bits().cast_signed();
    let file = how.read(true).custom_flags(flags).open(path)?;
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(io::Error::other("it is not a regular file")),
    }
}

/// The lines that were written to their end.
fn whole(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|byte| *byte == b'\n');
    &bytes[..end.map_or(0, |at| at + 1)]
}

fn parse(bytes: &[u8], path: &Path) -> Result<Vec<GradeLine>, ResultsError> {
    let lines = bytes.split(|byte| *byte == b'\n').enumerate();
    let lines = lines.filter(|(_, line)| !line.trim_ascii().is_empty());
    lines
        .map(|(at, line)| {
            let wrong = |why: String| ResultsError::Wrong {
                path: path.to_path_buf(),
                line: at + 1,
                why: printable(&why).into_owned(),
            };
            let line: GradeLine =
                serde_json::from_slice(line).map_err(|error| wrong(error.to_string()))?;
            if line.schema != SCHEMA {
                return Err(wrong(format!(
                    "its schema is {}, not {SCHEMA}",
                    line.schema
                )));
            }
            match line.contradiction() {
                None => Ok(line),
                Some(why) => Err(wrong(why.to_owned())),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::result::Word;
    use super::super::result::tests::line;
    use super::*;

    fn open(folder: &Path) -> (Results, Vec<GradeLine>) {
        Results::open(folder).unwrap()
    }

    #[test]
    fn what_was_stored_is_there_again() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("new/out");
        let (mut results, lines) = open(&out);
        assert_eq!(lines, []);
        let stored = [
            line("alice", "threads1", Word::Passes, "one"),
            line("bob\n", "threads1", Word::Fails, "two"),
        ];
        for line in &stored {
            results.append(line).unwrap();
        }
        assert_eq!(read(&out).unwrap(), stored);
        drop(results);
        assert_eq!(open(&out).1, stored);
    }

    #[test]
    fn wherever_a_last_line_is_torn_the_others_are_kept_and_it_can_be_stored_again() {
        let (first, last) = (
            line("alice", "threads1", Word::Passes, "one"),
            line("größe", "threads1", Word::Fails, "two"),
        );
        let torn = last.to_json();
        for length in 0..torn.len() {
            let folder = tempfile::tempdir().unwrap();
            let mut bytes = first.to_json().into_bytes();
            bytes.extend(&torn.as_bytes()[..length]);
            fs::write(folder.path().join(FILE), bytes).unwrap();
            assert_eq!(read(folder.path()).unwrap().len(), 1, "{length}");
            let (mut results, lines) = open(folder.path());
            assert_eq!(lines, std::slice::from_ref(&first), "{length}");
            results.append(&last).unwrap();
            drop(results);
            assert_eq!(open(folder.path()).1, [first.clone(), last.clone()]);
        }
    }

    #[test]
    fn two_processes_do_not_write_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        let (results, _) = open(folder.path());
        let second = Results::open(folder.path());
        assert!(matches!(second, Err(ResultsError::InUse(_))));
        drop(results);
        open(folder.path());
    }

    #[test]
    fn what_is_no_regular_file_is_refused_and_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        let refused = || {
            let both = [
                read(folder.path()).unwrap_err(),
                Results::open(folder.path()).unwrap_err(),
            ];
            both.map(|error| error.to_string())
        };
        assert!(refused().iter().all(|why| why.contains("regular file")));
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
        assert!(refused().iter().all(|why| why.contains("regular file")));
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert!(refused().iter().all(|why| why.contains("results.jsonl")));
    }

    #[test]
    fn a_line_that_is_no_result_is_named() {
        let good = line("alice", "threads1", Word::Passes, "one").to_json();
        let edited = |from: &str, to: &str| {
            let edited = good.trim_end().replace(from, to);
            assert_ne!(edited, good.trim_end());
            edited
        };
        let fails = line("alice", "threads1", Word::Fails, "one").to_json();
        for bad in [
            fails.trim_end().replace("\"fails\"", "\"passes\""),
            edited("\"passes\"", "\"fails\""),
            edited("\"threads1\"", "\"../threads1\""),
            edited("\"page\":null", "\"page\":\"/etc/passwd\""),
            edited("\"schedule\":null", "\"schedule\":\"2t:a\""),
            edited("\"key\":\"", "\"key\":\"../"),
            fails.trim_end().replace("\"deadlock\"", "\"\\u0001<b>\""),
            fails.trim_end().replace("\"deadlock\"", "\"\""),
            edited("\"points\":1.0", "\"points\":-1.0"),
            "{}".to_owned(),
            "\u{1b}[2J".to_owned(),
            good.trim_end()
                .replace("racelings/grade/1", "racelings/grade/2"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(FILE), format!("{good}{bad}\n{good}")).unwrap();
            let error = Results::open(folder.path()).unwrap_err().to_string();
            assert!(error.contains("results.jsonl:2: "), "{error}");
            assert!(!error.contains('\u{1b}'));
        }
    }
}
