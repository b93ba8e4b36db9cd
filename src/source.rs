//! An exercise's text: reading the learner's file, and putting the kit's own check below the learner's part.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A line that begins so is where the check begins.
pub const CHECK_LINE_START: &str = "// ---- The check begins here.";

/// The check line as it stands in the exercises.
pub const CHECK_LINE: &str =
    "// ---- The check begins here. It is the kit's own: edits below change nothing. ----";

/// A file larger than this is no exercise.
const MAX_BYTES: u64 = 1 << 20;

/// A file's text, parted at the check line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What stands above the check line: the learner's.
    pub above: String,
    /// The check line and what stands below it: the kit's.
    pub check: String,
}

/// Whether the part below the check line is still as the kit wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckPart {
    /// As the kit wrote it.
    Untouched,
    /// Edited: the edits change nothing, and the learner is told so.
    Edited,
}

/// The text that is compiled for an exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// The learner's part with the kit's own check below it.
    pub text: String,
    /// Whether the learner's file had another check.
    pub check_part: CheckPart,
}

/// Why a file cannot be an exercise's text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// There is no such file.
    #[error("the file is not there.")]
    Missing,
    /// A symbolic link to nowhere.
    #[error("it is a link to {0}, which is not there.")]
    BrokenLink(PathBuf),
    /// A folder, a device, a pipe …
    #[error("it is not a file.")]
    NotAFile,
    /// The system refused.
    #[error("it could not be read: {0}.")]
    Unreadable(String),
    /// Far too large.
    #[error("it is larger than {} KiB.", MAX_BYTES >> 10)]
    TooLarge,
    /// Not a text.
    #[error("it is not UTF-8 text.")]
    NotUtf8 {
        /// The first line with a wrong byte, counted from 1.
        line: usize,
    },
    /// Nothing in it.
    #[error("the file is empty.")]
    Empty,
    /// Nothing says where the learner's part ends.
    #[error("the line that begins with `{CHECK_LINE_START}` is gone.")]
    NoCheckLine,
}

impl SourceError {
    /// The word for it in `--format json`.
    pub fn name(&self) -> &'static str {
        match self {
            SourceError::Missing => "missing",
            SourceError::BrokenLink(_) => "broken_link",
            SourceError::NotAFile | SourceError::Unreadable(_) | SourceError::TooLarge => {
                "unreadable"
            }
            SourceError::NotUtf8 { .. } => "not_utf8",
            SourceError::Empty => "empty",
            SourceError::NoCheckLine => "no_check_line",
        }
    }

    /// The line at fault, where there is one.
    pub fn line(&self) -> Option<usize> {
        match self {
            SourceError::NotUtf8 { line } => Some(*line),
            _ => None,
        }
    }
}

/// Reads a file's text.
///
/// # Errors
/// When there is no text to read, with the reason in the learner's words.
pub fn read(path: &Path) -> Result<String, SourceError> {
    let unreadable = |error: std::io::Error| SourceError::Unreadable(error.to_string());
    let about = match fs::metadata(path) {
        Ok(about) => about,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(fs::read_link(path).map_or(SourceError::Missing, SourceError::BrokenLink));
        }
        Err(error) => return Err(unreadable(error)),
    };
    // A pipe or a device could keep us waiting for ever.
    if !about.is_file() {
        return Err(SourceError::NotAFile);
    }
    if about.len() > MAX_BYTES {
        return Err(SourceError::TooLarge);
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        SourceError::NotUtf8 {
            line: valid.iter().filter(|&&byte| byte == b'\n').count() + 1,
        }
    })?;
    if text.trim().is_empty() {
        return Err(SourceError::Empty);
    }
    Ok(text)
}

impl Source {
    /// Parts a text at its first check line.
    ///
    /// # Errors
    /// [`SourceError::NoCheckLine`].
    pub fn part(text: &str) -> Result<Source, SourceError> {
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if line.starts_with(CHECK_LINE_START) {
                return Ok(Source {
                    above: text[..at].into(),
                    check: text[at..].into(),
                });
            }
            at += line.len();
        }
        Err(SourceError::NoCheckLine)
    }
}

/// The learner's part of `learner` with the check of `original`, the kit's own copy.
///
/// The lines of the learner's part keep their numbers.
///
/// # Errors
/// [`SourceError::NoCheckLine`], when one of the two has no check line.
pub fn compose(learner: &str, original: &str) -> Result<Program, SourceError> {
    let original = Source::part(original)?;
    let learner = Source::part(learner)?;
    // Editors add or drop the last newline, and some turn every newline into two bytes.
    let same = learner.check.lines().eq(original.check.trim_end().lines())
        || learner
            .check
            .trim_end()
            .lines()
            .eq(original.check.trim_end().lines());
    Ok(Program {
        text: format!("{}{}", learner.above, original.check),
        check_part: if same {
            CheckPart::Untouched
        } else {
            CheckPart::Edited
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGINAL: &str =
        "fn inc() {}\n// ---- The check begins here. ----\nfn main() { inc() }\n";

    #[test]
    fn the_check_is_always_the_kits_own() {
        let edited = "fn inc() { 1; }\n\n// ---- The check begins here. ----\nfn main() {}\n";
        let program = compose(edited, ORIGINAL).unwrap();
        assert_eq!(
            program.text,
            "fn inc() { 1; }\n\n// ---- The check begins here. ----\nfn main() { inc() }\n"
        );
        assert_eq!(program.check_part, CheckPart::Edited);
    }

    #[test]
    fn a_last_newline_or_carriage_returns_are_no_edit() {
        for text in [
            ORIGINAL.to_owned(),
            ORIGINAL.trim_end().to_owned(),
            format!("{ORIGINAL}\n\n"),
            ORIGINAL.replace('\n', "\r\n"),
        ] {
            let program = compose(&text, ORIGINAL).unwrap();
            assert_eq!(program.check_part, CheckPart::Untouched, "{text:?}");
        }
    }

    #[test]
    fn a_lost_check_line_is_told() {
        assert_eq!(
            compose("fn main() {}", ORIGINAL),
            Err(SourceError::NoCheckLine)
        );
    }

    #[test]
    fn each_unreadable_file_has_its_own_reason() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.rs");
        assert_eq!(read(&path), Err(SourceError::Missing));
        fs::write(&path, " \n").unwrap();
        assert_eq!(read(&path), Err(SourceError::Empty));
        fs::write(&path, b"fn main() {}\n\xff").unwrap();
        assert_eq!(read(&path), Err(SourceError::NotUtf8 { line: 2 }));
        fs::write(&path, vec![b'a'; MAX_BYTES as usize + 1]).unwrap();
        assert_eq!(read(&path), Err(SourceError::TooLarge));
        assert_eq!(read(folder.path()), Err(SourceError::NotAFile));
        let link = folder.path().join("link.rs");
        std::os::unix::fs::symlink("/nowhere", &link).unwrap();
        assert_eq!(read(&link), Err(SourceError::BrokenLink("/nowhere".into())));
    }
}
