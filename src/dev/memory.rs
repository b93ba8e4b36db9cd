//! The results of earlier checks, kept by the contents of everything that they depend on.
//!
//! A verdict is found again only if the program, the kit's own check part, the exercise's entry, the number of runs, the
//! kit itself and the compiler are the same, byte by byte.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

use crate::check::Subject;

/// The result of a check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Remembered {
    /// `passes`, or the kind.
    pub word: String,
    /// The text of the decisive line.
    pub line: Option<String>,
    /// The verdict in a sentence.
    pub headline: String,
    /// Whether the compiler warned.
    pub warned: bool,
    /// Why the interleavings were not explored.
    pub not_explored: Option<String>,
    /// How long it took.
    pub seconds: f64,
}

/// The verdicts of one project.
#[derive(Debug)]
pub struct Memory {
    folder: PathBuf,
    /// The kit and the compiler, hashed.
    surroundings: u64,
    used: Vec<PathBuf>,
}

impl Memory {
    /// The memory of the project at `root`.
    pub fn of(root: &Path, kit: &Path) -> Memory {
        let mut hasher = DefaultHasher::new();
        fs::read(kit).unwrap_or_default().hash(&mut hasher);
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let version = Command::new(rustc).arg("-vV").output();
        version
            .map(|output| output.stdout)
            .unwrap_or_default()
            .hash(&mut hasher);
        Memory {
            folder: root.join(".racelings/verdicts"),
            surroundings: hasher.finish(),
            used: Vec::new(),
        }
    }

    /// The result of the check of this subject, if it was made before.
    pub fn recall(&mut self, root: &Path, subject: &Subject, runs: u32) -> Option<Remembered> {
        let path = self.path(root, subject, runs)?;
        let text = fs::read_to_string(&path).ok()?;
        let remembered = serde_json::from_str(&text).ok()?;
        self.used.push(path);
        Some(remembered)
    }

    /// Keeps the result of a check. If it cannot be written, the check is made again next time.
    pub fn keep(&mut self, root: &Path, subject: &Subject, runs: u32, what: &Remembered) {
        let Some(path) = self.path(root, subject, runs) else {
            return;
        };
        let Ok(text) = serde_json::to_string(what) else {
            return;
        };
        let written = fs::create_dir_all(&self.folder).and_then(|()| {
            // Never half a file under its name.
            let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
            file.write_all(text.as_bytes())?;
            Ok(file.persist(&path)?)
        });
        if written.is_ok() {
            self.used.push(path);
        }
    }

    /// Removes results that are no longer used.
    pub fn forget_the_rest(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if !self.used.contains(&entry.path()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn path(&self, root: &Path, subject: &Subject, runs: u32) -> Option<PathBuf> {
        let exercise = &subject.exercise;
        let mut hasher = DefaultHasher::new();
        self.surroundings.hash(&mut hasher);
        runs.hash(&mut hasher);
        subject.shown.hash(&mut hasher);
        fs::read(&subject.file).ok()?.hash(&mut hasher);
        fs::read(root.join(exercise.original_path()))
            .ok()?
            .hash(&mut hasher);
        format!("{exercise:?} {:?}", subject.halves).hash(&mut hasher);
        Some(self.folder.join(format!("{:016x}.json", hasher.finish())))
    }
}
