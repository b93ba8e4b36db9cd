//! What a student has handed in: a folder with anything in it, or an archive of one. Only regular files that are named as
//! exercises are read, and no link is followed.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use protocol::readable;
use rustix::fs::OFlags;

use super::archive::{self, Allowance};
use super::claims::{self, Claims, States};
use crate::catalog::Exercise;
use crate::progress::Moment;
use crate::source::{MAX_BYTES, SourceError};

/// A file that is named as an exercise.
#[derive(Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Where it is, below the submission.
    pub place: String,
    /// What is in it.
    pub content: Result<Vec<u8>, Unusable>,
    /// When it was last written, where that is known.
    pub modified: Option<Moment>,
}

/// Why something in a submission cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// No file has the exercise's name.
    #[error("no file is called {0}")]
    Missing(String),
    /// A symbolic link.
    #[error("{0} is a symbolic link, and links are not followed")]
    Link(String),
    /// A folder, a device, a pipe, a socket.
    #[error("{0} is not a regular file")]
    NotAFile(String),
    /// The system refused.
    #[error("{place} cannot be read: {why}")]
    Unreadable {
        /// The file or folder.
        place: String,
        /// The system's error.
        why: String,
    },
    /// Its text cannot be an exercise's.
    #[error("{place}: {}", .error.to_string().trim_end_matches('.'))]
    Text {
        /// The file.
        place: String,
        /// What is the matter with it.
        error: SourceError,
    },
    /// More than one file could be meant.
    #[error("{} have different texts, and one of them must be the exercise", .0.join(" and "))]
    Ambiguous(Vec<String>),
    /// There is more than is looked at.
    #[error("{0}")]
    TooMuch(String),
    /// An archive that cannot be read.
    #[error("{place} cannot be unpacked: {why}")]
    Archive {
        /// The archive.
        place: String,
        /// What is wrong with it.
        why: String,
    },
}

impl Unusable {
    /// The word for it in a result.
    pub fn kind(&self) -> &'static str {
        match self {
            Unusable::Missing(_) => super::result::MISSING,
            Unusable::Link(_) => "symbolic_link",
            Unusable::NotAFile(_) | Unusable::Unreadable { .. } => "unreadable",
            Unusable::Text { error, .. } => error.name(),
            Unusable::Ambiguous(_) => "ambiguous",
            Unusable::TooMuch(_) => "too_many_files",
            Unusable::Archive { .. } => "bad_archive",
        }
    }

    /// The line at fault, where there is one.
    pub fn line(&self) -> Option<usize> {
        match self {
            Unusable::Text { error, .. } => error.line(),
            _ => None,
        }
    }
}

/// Everything in a submission that may be an exercise.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Submission {
    /// The files, by the exercise that they are named after.
    pub candidates: BTreeMap<String, Vec<Candidate>>,
    /// Why not all of it was looked at.
    pub not_seen: Option<Unusable>,
    /// What the student's kit has written about it.
    pub states: States,
}

impl Submission {
    /// What the student's folder says about an exercise whose file is at this place.
    pub fn claims(&self, exercise: &Exercise, place: &str) -> Option<Claims> {
        let mut candidates = self.candidates.get(&exercise.name)?.iter();
        let file = candidates.find(|candidate| candidate.place == place)?;
        self.states.about(exercise, place, file.modified)
    }
}

/// More files and folders than that are not looked at.
const MOST_ENTRIES: usize = 20_000;

/// Nor are folders that are deeper down.
const DEEPEST: usize = 12;

/// So many files of one name are read.
const MOST_OF_ONE_NAME: usize = 8;

/// The folder in which the kit keeps what a learner has done.
const KITS_OWN: &[u8] = b".racelings";

/// Folders that have files named as exercises which are not the student's: solutions, known fixes, what cargo builds.
const NOT_THE_STUDENTS: [&str; 3] = ["solutions", "target", "tests"];

/// Whether a folder of that name is left out: also all that are hidden, such as `.git`, `.originals` and the backups of
/// `reset`.
pub fn is_left_out(folder: &[u8]) -> bool {
    folder.starts_with(b".")
        || NOT_THE_STUDENTS
            .iter()
            .any(|name| name.as_bytes() == folder)
}

/// The exercise that a file of this name is, if there is such an exercise.
pub fn exercise_of<'a>(file: &[u8], exercises: &BTreeSet<&'a str>) -> Option<&'a str> {
    let stem = file.strip_suffix(b".rs")?;
    exercises.get(std::str::from_utf8(stem).ok()?).copied()
}

/// Reads a submission: a folder, or an archive.
pub fn read(path: &Path, exercises: &BTreeSet<&str>) -> Submission {
    let mut reader = Reader {
        root: path,
        exercises,
        entries: 0,
        in_archives: Allowance::default(),
        found: Submission::default(),
    };
    let name = path.file_name().unwrap_or_default();
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_dir() => reader.folder(path, "", 0),
        Ok(about) if about.is_file() => reader.entry(path, shown(name), &about, 0),
        Ok(about) if about.is_symlink() => reader.missed(Unusable::Link(shown(name))),
        Ok(_) => reader.missed(Unusable::NotAFile(shown(name))),
        Err(error) => reader.missed(unreadable(&shown(name), &error)),
    }
    reader.found
}

struct Reader<'a> {
    root: &'a Path,
    exercises: &'a BTreeSet<&'a str>,
    entries: usize,
    in_archives: Allowance,
    found: Submission,
}

impl Reader<'_> {
    fn missed(&mut self, why: Unusable) {
        self.found.not_seen.get_or_insert(why);
    }

    /// Looks through a folder, in the order of its names.
    fn folder(&mut self, path: &Path, place: &str, depth: usize) {
        let entries = fs::read_dir(path).and_then(|entries| {
            // One more than may be, to see that there are too many.
            let some = entries.take(MOST_ENTRIES + 1 - self.entries.min(MOST_ENTRIES));
            some.collect::<io::Result<Vec<_>>>()
        });
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => return self.missed(unreadable(place, &error)),
        };
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            self.entries += 1;
            if self.entries > MOST_ENTRIES {
                let many = format!("it has more than {MOST_ENTRIES} files and folders");
                return self.missed(Unusable::TooMuch(many));
            }
            let name = entry.file_name();
            let place = match place {
                "" => shown(&name),
                above => format!("{above}/{}", shown(&name)),
            };
            match fs::symlink_metadata(entry.path()) {
                Ok(about) => self.entry(&entry.path(), place, &about, depth + 1),
                Err(error) => self.missed(unreadable(&place, &error)),
            }
        }
    }

    fn entry(&mut self, path: &Path, place: String, about: &fs::Metadata, depth: usize) {
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        if let Some(exercise) = exercise_of(name, self.exercises) {
            let content = content(path, &place);
            let modified = about.modified().ok().and_then(Moment::of);
            self.add(
                exercise,
                Candidate {
                    place,
                    content,
                    modified,
                },
            );
        } else if about.is_dir() && name == KITS_OWN {
            self.state(&path.join("state.toml"), &format!("{place}/state.toml"));
        } else if about.is_dir() && !is_left_out(name) {
            match depth <= DEEPEST {
                true => self.folder(path, &place, depth),
                false => {
                    let deep = format!("{place} is more than {DEEPEST} folders down");
                    self.missed(Unusable::TooMuch(deep));
                }
            }
        } else if about.is_file() && depth <= 1 && archive::is_one(name) {
            self.archive(path, &place);
        } else if about.is_symlink() && !is_left_out(name) && self.leads_away(path) {
            self.missed(Unusable::Link(place));
        }
    }

    /// Whether a link may lead to a folder of exercises that is not seen on the way through the submission.
    fn leads_away(&self, link: &Path) -> bool {
        match (link.canonicalize(), self.root.canonicalize()) {
            (Ok(target), Ok(root)) => target.is_dir() && !target.starts_with(root),
            _ => true,
        }
    }

    /// A state file that cannot be read says nothing, and nothing depends on it.
    fn state(&mut self, path: &Path, place: &str) {
        if let Ok((file, bytes)) = open(path, place)
            && bytes <= claims::MOST_BYTES
        {
            let mut content = Vec::new();
            let read = file.take(claims::MOST_BYTES).read_to_end(&mut content);
            if read.is_ok() {
                self.found.states.add(place, &content);
            }
        }
    }

    fn archive(&mut self, path: &Path, place: &str) {
        let opened = open(path, place).map(|(file, _)| file);
        let found = opened
            .and_then(|file| archive::read(file, place, self.exercises, &mut self.in_archives));
        match found {
            Ok(found) => {
                for (exercise, candidate) in found.files {
                    self.add(exercise, candidate);
                }
                for (place, content) in found.states {
                    self.found.states.add(&place, &content);
                }
            }
            Err(why) => self.missed(why),
        }
    }

    fn add(&mut self, exercise: &str, candidate: Candidate) {
        let known = self.found.candidates.entry(exercise.to_owned());
        let known = known.or_default();
        if known.len() < MOST_OF_ONE_NAME {
            return known.push(candidate);
        }
        let many = format!("more than {MOST_OF_ONE_NAME} files are called {exercise}.rs");
        self.missed(Unusable::TooMuch(many));
    }
}

/// A name as it is shown in a result.
fn shown(name: &OsStr) -> String {
    readable(name.as_encoded_bytes())
}

fn unreadable(place: &str, error: &io::Error) -> Unusable {
    Unusable::Unreadable {
        place: match place {
            "" => "the folder".into(),
            place => place.into(),
        },
        why: error.to_string(),
    }
}

/// Opens a regular file. Whatever else it is, opening it does not wait and has no effect.
fn open(path: &Path, place: &str) -> Result<(File, u64), Unusable> {
    let about = fs::symlink_metadata(path).map_err(|error| unreadable(place, &error))?;
    if about.is_symlink() {
        return Err(Unusable::Link(place.into()));
    }
    if !about.is_file() {
        return Err(Unusable::NotAFile(place.into()));
    }
    // It may have become something else since then.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
        .map_err(|error| unreadable(place, &error))?;
    match file.metadata() {
        Ok(about) if about.is_file() => Ok((file, about.len())),
        Ok(_) => Err(Unusable::NotAFile(place.into())),
        Err(error) => Err(unreadable(place, &error)),
    }
}

/// What is in a file that is named as an exercise.
fn content(path: &Path, place: &str) -> Result<Vec<u8>, Unusable> {
    let (file, bytes) = open(path, place)?;
    if bytes > MAX_BYTES {
        return Err(too_large(place, bytes));
    }
    limited(file, place).map_err(|error| unreadable(place, &error))?
}

/// All that there is to read, if it is no more than an exercise may have.
pub fn limited(from: impl Read, place: &str) -> io::Result<Result<Vec<u8>, Unusable>> {
    let mut bytes = Vec::new();
    from.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 {
        many if many > MAX_BYTES => Ok(Err(too_large(place, many))),
        _ => Ok(Ok(bytes)),
    }
}

fn too_large(place: &str, bytes: u64) -> Unusable {
    Unusable::Text {
        place: place.into(),
        error: SourceError::TooLarge { bytes },
    }
}

#[cfg(test)]
mod tests;
