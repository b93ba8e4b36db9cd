//! A student's name. It comes from the name of a folder or a file, and may be anything.

use std::ffi::OsStr;
use std::fmt;

use protocol::readable;
use serde::{Deserialize, Serialize};

use super::key::Digest;
use crate::styled::printable;

/// No name of a file that is made of a student's name is longer.
const LONGEST: usize = 60;

/// A student, by the name of their submission.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Student(String);

impl Student {
    /// The student whose submission has this name. Two names are never one student.
    pub fn of(name: &OsStr) -> Student {
        match name.to_str() {
            Some(name) => Student(name.to_owned()),
            // What is shown for a wrong byte could also be in another name.
            None => {
                let bytes = name.as_encoded_bytes();
                let digest = Digest::of(&[bytes]).short();
                Student(format!("{} ({digest})", readable(bytes)))
            }
        }
    }

    /// The name as it is, whatever it consists of.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// A name for a file about the student: letters, digits, `-` and `_` only, different for each student, also where a file
    /// system takes `a` and `A` for the same.
    pub fn file_stem(&self) -> String {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        if !self.0.is_empty() && self.0.len() <= LONGEST && self.0.chars().all(is_plain) {
            return self.0.clone();
        }
        let kept = self.0.chars().map(|c| c.to_ascii_lowercase());
        let kept: String = kept.map(|c| if is_plain(c) { c } else { '_' }).collect();
        let kept = &kept[..kept.len().min(LONGEST)];
        // A plain name has no dot, so this is none.
        format!("{kept}.{}", Digest::of(&[self.0.as_bytes()]).short())
    }
}

/// The name for people: on one line, without control characters. Two students are never shown with the same name, so a
/// backslash is escaped too.
impl fmt::Display for Student {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.0.replace('\\', "\\\\");
        let name = name.replace('\n', "\\n").replace('\t', "\\t");
        f.write_str(&printable(&name))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::os::unix::ffi::OsStrExt;

    use super::*;

    #[test]
    fn hostile_names_are_shown_on_one_line_without_control_characters() {
        let student = Student::of(OsStr::new("eve\n\u{1b}[2Jmallory passes\u{202e}"));
        assert_eq!(student.to_string(), r"eve\n\u{1b}[2Jmallory passes\u{202e}");
        let line = serde_json::to_string(&student).unwrap();
        assert_eq!(serde_json::from_str::<Student>(&line).unwrap(), student);
    }

    #[test]
    fn two_students_are_never_shown_with_the_same_name() {
        let names = [
            "x y", "x\ty", "x\ny", r"x\ty", r"x\ny", r"x\\ny", "x\\\ny", "x\u{1b}", r"x\u{1b}",
        ];
        let shown = names.map(|name| Student(name.into()).to_string());
        assert_eq!(shown.iter().collect::<HashSet<_>>().len(), names.len());
    }

    #[test]
    fn names_that_are_not_utf8_are_different_students() {
        let names: [&[u8]; 4] = [b"a\xff", b"a\xfe", br"a\xff", b"a\xff\xff"];
        let students = names.map(|name| Student::of(OsStr::from_bytes(name)));
        assert_eq!(students.iter().collect::<HashSet<_>>().len(), 4);
    }

    #[test]
    fn names_of_files_stay_in_their_folder_and_differ_without_regard_to_case() {
        let long = "x".repeat(10_000);
        let names = [
            "bob",
            "Bob",
            "..",
            ".",
            "",
            "../../etc/passwd",
            "a/b",
            "a\0b",
            "größe",
            &long,
        ];
        let stems = names.map(|name| Student(name.into()).file_stem());
        let lower: HashSet<String> = stems.iter().map(|stem| stem.to_lowercase()).collect();
        assert_eq!(lower.len(), names.len(), "{stems:?}");
        assert_eq!(stems[0], "bob");
        for stem in &stems {
            assert!(!stem.starts_with('.') || stem.len() > 2, "{stem}");
            assert!(stem.len() < 100 && !stem.contains(['/', '\0']), "{stem}");
        }
    }
}
