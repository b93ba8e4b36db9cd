//! An exercise's text: reading the learner's file, and putting the kit's own check below the learner's part.

use crate::edition::Edition;
use crate::unsafe_code::Permitted;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A line that begins so is where the check begins.
pub const CHECK_LINE_START: &str = "// ---- The check begins here.";

/// The check line as it stands in the exercises.
pub const CHECK_LINE: &str =
    "// ---- The check begins here. It is the kit's own: edits below change nothing. ----";

/// What the kit's part ends with. Where a program is checked, a `main` of the kit's own takes its place.
pub const CHECK_MAIN: &str = "fn main() {\n    check::main();\n}\n";

/// Put where the kit's part begins. What stands last above, an attribute say, belongs to the constant and to nothing
/// else; and `std` is the real one, or there are two of that name, which the compiler refuses.
const BOUNDARY: &str = "const _: () = (); pub use ::std;";

/// A file larger than this is no exercise.
pub const MAX_BYTES: u64 = 1 << 20;

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
    /// As the kit wrote it, or left out.
    Untouched,
    /// Edited: the edits change nothing, and a note says so.
    Edited,
}

/// The text that is compiled for an exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// The learner's part with the kit's own check below it.
    pub text: String,
    /// Whether the learner's file had another check.
    pub check_part: CheckPart,
    /// Whether the learner's part is still the starter's.
    pub is_starter: bool,
    /// Where it begins.
    pub entry: Entry,
    /// What it is written in.
    pub edition: Edition,
    /// Which unsafe code its learner's part may have.
    pub unsafe_code: Permitted,
}

/// Where a program begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// In an exercise's check: a `main` of the kit's own calls it.
    Check,
    /// In its own `main`: it is no exercise.
    Main,
}

/// Why a file cannot be an exercise's text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// There is no such file.
    #[error("the file does not exist.")]
    Missing,
    /// A symbolic link to nowhere.
    #[error("it is a link to {0}, which does not exist.")]
    BrokenLink(PathBuf),
    /// A folder, a device, a pipe …
    #[error("it is not a file.")]
    NotAFile,
    /// The system refused.
    #[error("it could not be read: {0}.")]
    Unreadable(String),
    /// Far too large.
    #[error("it has {} KiB; the limit for an exercise is {} KiB.", .bytes >> 10, MAX_BYTES >> 10)]
    TooLarge {
        /// How many bytes it has.
        bytes: u64,
    },
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
    #[error("the line that begins with `{CHECK_LINE_START}` is missing.")]
    NoCheckLine,
    /// The kit's part is none that a `main` of the kit's own could call.
    #[error(
        "below the check line there should be `mod check` with a `pub fn main()`, and at the end a `fn main()` that calls it."
    )]
    NoCheckModule,
}

impl SourceError {
    /// The word for it in `--format json`.
    pub fn name(&self) -> &'static str {
        match self {
            SourceError::Missing => "missing",
            SourceError::BrokenLink(_) => "broken_link",
            SourceError::NotAFile | SourceError::Unreadable(_) => "unreadable",
            SourceError::TooLarge { .. } => "too_large",
            SourceError::NotUtf8 { .. } => "not_utf8",
            SourceError::Empty => "empty",
            SourceError::NoCheckLine | SourceError::NoCheckModule => "no_check_line",
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
    // A pipe or a device could block the kit forever.
    if !about.is_file() {
        return Err(SourceError::NotAFile);
    }
    if about.len() > MAX_BYTES {
        return Err(SourceError::TooLarge { bytes: about.len() });
    }
    text_of(fs::read(path).map_err(unreadable)?)
}

/// The text of a file with these bytes.
///
/// # Errors
/// When they are no text, or there is nothing in it.
pub fn text_of(bytes: Vec<u8>) -> Result<String, SourceError> {
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

/// Writes a text whole or not at all.
///
/// # Errors
/// When the system refuses; the file is then unchanged.
pub fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new()
        .prefix(".racelings-")
        .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))
        .tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(path)?;
    Ok(())
}

/// The number of the check line, where the kit's part of an exercise begins.
pub fn check_line(text: &str) -> Option<usize> {
    let at = text
        .lines()
        .position(|line| line.starts_with(CHECK_LINE_START));
    at.map(|at| at + 1)
}

/// What stands above the check line, or the whole text if there is none.
pub fn above(text: &str) -> &str {
    let line = text
        .split_inclusive('\n')
        .take_while(|line| !line.starts_with(CHECK_LINE_START));
    &text[..line.map(str::len).sum()]
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

    /// Whether a kit's part is a module with a `main` of the file's own behind it.
    pub fn is_check_module(check: &str) -> bool {
        let body = check.trim_end().strip_suffix(CHECK_MAIN.trim_end());
        body.is_some_and(|body| body.contains("\nmod check {\n"))
    }
}

/// The learner's part of `learner` with the check of `original`, the kit's own copy.
///
/// The lines of the learner's part keep their numbers.
///
/// # Errors
/// [`SourceError::NoCheckLine`], when one of the two has no check line; [`SourceError::NoCheckModule`], when the kit's
/// copy is not in the form that an exercise has.
pub fn compose(learner: &str, original: &str) -> Result<Program, SourceError> {
    let original = Source::part(original)?;
    if !Source::is_check_module(&original.check) {
        return Err(SourceError::NoCheckModule);
    }
    let learner = Source::part(learner)?;
    // Editors add or drop the last newline, and some turn every newline into two bytes.
    let check = learner.check.trim_end();
    let same = check.lines().eq(original.check.trim_end().lines());
    // A known fix ends with the check line.
    let none = check.lines().nth(1).is_none();
    Ok(Program {
        text: format!("{}{}", learner.above, original.check),
        is_starter: learner
            .above
            .trim_end()
            .lines()
            .eq(original.above.trim_end().lines()),
        check_part: if same || none {
            CheckPart::Untouched
        } else {
            CheckPart::Edited
        },
        entry: Entry::Check,
        edition: Edition::E2024,
        unsafe_code: Permitted::default(),
    })
}

impl Program {
    /// Any program in one file, with a `main` of its own.
    pub fn of_its_own(text: &str, edition: Edition) -> Program {
        Program {
            text: text.to_owned(),
            is_starter: false,
            check_part: CheckPart::Untouched,
            entry: Entry::Main,
            edition,
            unsafe_code: Permitted::default(),
        }
    }

    /// The text to compile, with a `main` that calls `check::main`; the lines keep their numbers. A program that is no
    /// exercise is as it is.
    pub fn with_main(&self, main: &str) -> String {
        match (self.entry, Source::part(&self.text)) {
            (Entry::Check, Ok(Source { above, check })) => {
                let (line, rest) = check.split_once('\n').unwrap_or((&check, ""));
                let rest = rest.trim_end();
                let rest = rest.strip_suffix(CHECK_MAIN.trim_end()).unwrap_or(rest);
                format!("{above}{line}\n{BOUNDARY}{rest}{main}")
            }
            (Entry::Check | Entry::Main, _) => self.text.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGINAL: &str = "fn inc() {}
// ---- The check begins here. ----

mod check {
    pub fn main() {}
}

fn main() {
    check::main();
}
";

    #[test]
    fn the_check_is_always_the_kits_own() {
        let edited = "fn inc() { 1; }\n\n// ---- The check begins here. ----\nfn main() {}\n";
        let program = compose(edited, ORIGINAL).unwrap();
        let own = ORIGINAL.strip_prefix("fn inc() {}\n").unwrap();
        assert_eq!(program.text, format!("fn inc() {{ 1; }}\n\n{own}"));
        assert_eq!(program.check_part, CheckPart::Edited);
    }

    #[test]
    fn a_file_may_end_with_the_check_line() {
        let part = "fn inc() { 1; }\n// ---- The check begins here. ----\n";
        let program = compose(part, ORIGINAL).unwrap();
        assert_eq!(program.check_part, CheckPart::Untouched);
        assert!(
            program
                .text
                .ends_with("fn main() {\n    check::main();\n}\n")
        );
    }

    #[test]
    fn where_it_is_checked_a_main_of_the_kits_calls_the_check() {
        let text = compose(ORIGINAL, ORIGINAL)
            .unwrap()
            .with_main("fn main() { ours() }\n");
        let expected = ORIGINAL
            .replace("----\n\nmod", &format!("----\n{BOUNDARY}\nmod"))
            .replace(CHECK_MAIN, "fn main() { ours() }\n");
        assert_eq!(text, expected);
    }

    #[test]
    fn a_program_that_is_no_exercise_is_compiled_as_it_is() {
        let program = Program::of_its_own(ORIGINAL, Edition::E2024);
        assert_eq!(program.with_main("fn main() { ours() }\n"), ORIGINAL);
    }

    #[test]
    fn a_kits_copy_without_its_module_is_refused() {
        let old = ORIGINAL.replace("mod check", "mod other");
        assert_eq!(compose(ORIGINAL, &old), Err(SourceError::NoCheckModule));
        let old = ORIGINAL.replace("    check::main();", "");
        assert_eq!(compose(ORIGINAL, &old), Err(SourceError::NoCheckModule));
    }

    #[test]
    fn a_starter_is_one_until_its_own_part_is_edited() {
        let is_starter = |text: &str| compose(text, ORIGINAL).unwrap().is_starter;
        assert!(is_starter(ORIGINAL));
        assert!(is_starter(&ORIGINAL.replace('\n', "\r\n")));
        assert!(is_starter(
            &ORIGINAL.replace("pub fn main() {}", "pub fn main() { 1; }")
        ));
        assert!(!is_starter(
            &ORIGINAL.replace("fn inc() {}", "fn inc() { }")
        ));
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
        assert_eq!(
            read(&path),
            Err(SourceError::TooLarge {
                bytes: MAX_BYTES + 1
            })
        );
        assert_eq!(read(folder.path()), Err(SourceError::NotAFile));
        let link = folder.path().join("link.rs");
        std::os::unix::fs::symlink("/nowhere", &link).unwrap();
        assert_eq!(read(&link), Err(SourceError::BrokenLink("/nowhere".into())));
    }
}
