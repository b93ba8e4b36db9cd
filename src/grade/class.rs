//! A class: one submission for each student, in one folder.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use protocol::readable;

use super::archive;
use super::student::Student;

/// The submissions of a class, and what is in its folder besides.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Class {
    /// Where each student's submission is.
    pub submissions: BTreeMap<Student, PathBuf>,
    /// The names of files that are no submission.
    pub others: Vec<String>,
}

impl Class {
    /// Whether a submission is an archive.
    pub fn has_archives(&self) -> bool {
        let names = self
            .submissions
            .values()
            .filter_map(|path| path.file_name());
        names.into_iter().any(|name| archive::stem(name).is_some())
    }
}

/// Finds the submissions of a class: each folder, and each archive. `results` is a folder that may lie among them.
///
/// # Errors
/// When the folder cannot be read.
pub fn find(folder: &Path, results: &Path) -> io::Result<Class> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    let results = results.canonicalize().ok();
    let mut class = Class::default();
    for entry in entries {
        let (name, path) = (entry.file_name(), entry.path());
        if results.is_some() && path.canonicalize().ok() == results {
            continue;
        }
        let bytes = name.as_encoded_bytes();
        let kind = entry.file_type()?;
        let is_hidden = bytes.starts_with(b".");
        // A link is a submission that cannot be used: the results say so.
        let student = match archive::stem(&name) {
            Some(stem) if kind.is_file() => Student::of(stem),
            _ if !kind.is_file() && !is_hidden => Student::of(&name),
            _ => {
                class.others.push(readable(bytes));
                continue;
            }
        };
        match class.submissions.contains_key(&student) {
            // A folder and an archive of one name are two submissions.
            true => class.submissions.insert(Student::of(&name), path),
            false => class.submissions.insert(student, path),
        };
    }
    Ok(class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_folder_link_and_archive_is_a_submission_and_nothing_is_left_out_silently() {
        let class = tempfile::tempdir().unwrap();
        let at = |name: &str| class.path().join(name);
        for folder in ["alice", "Alice", "bob", ".git", "results"] {
            fs::create_dir(at(folder)).unwrap();
        }
        for file in ["bob.zip", "carol.tar.gz", "grades.csv", ".zip"] {
            fs::write(at(file), "").unwrap();
        }
        std::os::unix::fs::symlink("/etc", at("mallory")).unwrap();
        let found = find(class.path(), &at("results")).unwrap();
        let names = found.submissions.keys().map(Student::name);
        assert_eq!(
            Vec::from_iter(names),
            ["Alice", "alice", "bob", "bob.zip", "carol", "mallory"]
        );
        assert_eq!(found.others, [".git", ".zip", "grades.csv"]);
    }
}
