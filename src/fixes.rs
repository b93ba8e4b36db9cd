//! The known fixes of each exercise, right and wrong: programs that a learner might write, each with the verdict that it
//! should get, which its first line gives, and a sentence about it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::catalog::{self, Exercise};
use crate::failure::Kind;
use crate::kit;
use crate::source::CHECK_LINE_START;

/// The expected verdict on a known fix, a starter or a solution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// It passes.
    Passes,
    /// It fails.
    Fails {
        /// With one of these kinds.
        kinds: Vec<String>,
        /// At a line with one of these texts; any line where there is none.
        at: Vec<String>,
    },
}

/// A program that a learner might write for an exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The name of its file, without `.rs`.
    pub name: String,
    /// Its file below the root.
    pub shown: String,
    /// Its expected verdict.
    pub expected: Expected,
    /// What it does, in a sentence.
    pub summary: String,
    /// The learner's part: what stands between its first comments and the check line.
    pub part: String,
}

/// The known fixes of an exercise of the set at `root`: those of the kit's own exercises are built into it.
pub fn of(root: &Path, exercise: &Exercise) -> Vec<Fix> {
    if !catalog::is_of_kit(root) {
        return on_disk(root, exercise).0;
    }
    let below = exercise.fixes_path();
    let built_in = FOLDERS.into_iter().flat_map(|folder| {
        let folder_path = below.join(folder);
        kit::below(&folder_path)
            .filter_map(move |(path, text)| read(path, text, folder).ok())
            .collect::<Vec<_>>()
    });
    built_in.collect()
}

/// The known fixes of an exercise as they lie in the set's folder, and what is wrong with their first lines or places.
pub fn on_disk(root: &Path, exercise: &Exercise) -> (Vec<Fix>, Vec<String>) {
    let mut fixes = Vec::new();
    let mut problems = Vec::new();
    for folder in FOLDERS {
        for path in files(root, &exercise.fixes_path().join(folder)) {
            let text = fs::read_to_string(root.join(&path)).map_err(|error| error.to_string());
            match text.and_then(|text| read(&path, &text, folder)) {
                Ok(fix) => fixes.push(fix),
                Err(what) => problems.push(format!("{}: {what}", path.display())),
            }
        }
    }
    (fixes, problems)
}

/// The known fix that a learner's part is.
pub fn equal_to<'a>(part: &str, known: &'a [Fix]) -> Option<&'a Fix> {
    let part = code(part);
    known.iter().find(|fix| code(&fix.part) == part)
}

/// A text without what makes no difference to the program: comments at the ends of lines, and spaces.
pub fn code(text: &str) -> String {
    let lines = text.lines().map(|line| line.split("//").next());
    let words = lines.flatten().flat_map(str::split_whitespace);
    words.collect()
}

/// Where an exercise's fixes that fail are, and those that pass.
const FOLDERS: [&str; 2] = ["wrong", "right"];

/// The Rust files of a folder, by name, as paths below the root.
fn files(root: &Path, folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root.join(folder))
        .into_iter()
        .flatten()
        .flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| folder.join(entry.file_name()))
        .filter(|path| path.extension().is_some_and(|kind| kind == "rs"))
        .collect();
    files.sort();
    files
}

fn read(path: &Path, text: &str, folder: &str) -> Result<Fix, String> {
    let expected = first_line(text.lines().next().unwrap_or_default())?;
    ends_with_the_check_line(text)?;
    match (folder, &expected) {
        ("wrong", Expected::Passes) => Err("a wrong fix cannot be expected to pass."),
        ("right", Expected::Fails { .. }) => Err("a right fix cannot be expected to fail."),
        _ => Ok(()),
    }?;
    let said = |line: &&str| line.starts_with("//!");
    let comments = text.lines().skip(1).take_while(said);
    // Its first paragraph: a text of the starter may follow.
    let summary = comments.map(|line| line[3..].trim());
    let summary: Vec<&str> = summary.take_while(|line| !line.is_empty()).collect();
    let rest = text.lines().skip(1).skip_while(said);
    let part: Vec<&str> = rest
        .take_while(|line| !line.starts_with(CHECK_LINE_START))
        .collect();
    Ok(Fix {
        name: path.file_stem().unwrap_or_default().display().to_string(),
        shown: path.display().to_string(),
        expected,
        summary: summary.join(" "),
        part: part.join("\n").trim_matches('\n').to_owned() + "\n",
    })
}

/// The check below the line is the exercise's own, so a known fix has no copy of it.
fn ends_with_the_check_line(text: &str) -> Result<(), String> {
    let last = text.lines().last().unwrap_or_default();
    if last.starts_with(CHECK_LINE_START) {
        return Ok(());
    }
    Err(format!(
        "it should end with the line that begins with `{CHECK_LINE_START}`: the exercise's own check is put below."
    ))
}

/// Reads `//~ PASSES`, or `//~ FAILS kind, kind at `a line's text` or `another``.
///
/// # Errors
/// What is wrong with it.
pub fn first_line(line: &str) -> Result<Expected, String> {
    let form = "its first line should be `//~ PASSES`, or `//~ FAILS kind at `, then a line's text in backticks.";
    let said = line.strip_prefix("//~ ").ok_or(form)?.trim();
    if said == "PASSES" {
        return Ok(Expected::Passes);
    }
    let said = said.strip_prefix("FAILS ").ok_or(form)?;
    let (kinds, at) = match said.split_once(" at ") {
        Some((kinds, at)) => (kinds, texts(at).ok_or(form)?),
        None => (said, Vec::new()),
    };
    let kinds: Vec<String> = kinds
        .split(',')
        .map(|kind| kind.trim().to_owned())
        .collect();
    if let Some(unknown) = kinds
        .iter()
        .find(|kind| !Kind::NAMES.contains(&kind.as_str()))
    {
        return Err(format!(
            "its first line says `{unknown}`, which is not a kind of failure."
        ));
    }
    Ok(Expected::Fails { kinds, at })
}

/// The texts between backticks, with ` or ` between them.
fn texts(said: &str) -> Option<Vec<String>> {
    said.split("` or `")
        .map(|text| {
            let text = text.trim().trim_start_matches('`').trim_end_matches('`');
            (!text.is_empty()).then(|| text.to_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn a_first_line_says_kinds_and_lines() {
        let read = first_line("//~ FAILS deadlock, panic at `a.lock();` or `b.lock();`").unwrap();
        let (kinds, at) = (
            vec!["deadlock".into(), "panic".into()],
            vec!["a.lock();".into(), "b.lock();".into()],
        );
        assert_eq!(read, Expected::Fails { kinds, at });
        assert_eq!(first_line("//~ PASSES"), Ok(Expected::Passes));
    }

    #[test]
    fn a_known_fix_says_what_it_does_in_its_first_paragraph() {
        let text = format!(
            "//~ PASSES\n//! One lock\n//! for both.\n//!\n//! More.\n{CHECK_LINE_START}\n"
        );
        let fix = super::read(Path::new("one.rs"), &text, "right").unwrap();
        assert_eq!(fix.summary, "One lock for both.");
    }

    #[test]
    fn a_known_fix_ends_with_the_check_line() {
        let part = format!("//~ PASSES\nfn inc() {{}}\n{CHECK_LINE_START} ----\n");
        assert_eq!(ends_with_the_check_line(&part), Ok(()));
        let whole = ends_with_the_check_line(&format!("{part}mod check {{}}\n"));
        assert!(whole.unwrap_err().contains("should end"));
    }

    #[test]
    fn anything_else_is_refused() {
        for line in ["", "// PASSES", "//~ FAILS", "//~ FAILS deadlock at ``"] {
            assert!(
                first_line(line).unwrap_err().contains("first line"),
                "{line}"
            );
        }
        let unknown = first_line("//~ FAILS deadlok").unwrap_err();
        assert!(unknown.contains("`deadlok`"), "{unknown}");
    }

    #[test]
    fn a_learners_folder_has_the_known_fixes_that_lie_in_the_clone() {
        let clone = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(catalog::LEARNERS_MARK), "").unwrap();
        for exercise in &Catalog::find(clone).unwrap().exercises {
            let (there, problems) = on_disk(clone, exercise);
            assert_eq!(problems, [""; 0]);
            assert_eq!(of(folder.path(), exercise), there, "{}", exercise.name);
        }
    }

    #[test]
    fn a_fix_says_what_it_does_and_its_part_is_without_comments_about_it() {
        let catalog = Catalog::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let fixes = of(&catalog.root, catalog.get("threads1").unwrap());
        let mutex = fixes.iter().find(|fix| fix.name == "mutex").unwrap();
        assert_eq!(mutex.expected, Expected::Passes);
        assert_eq!(
            mutex.summary,
            "The number is inside a Mutex, and the guard lives for the whole step."
        );
        assert!(
            mutex.part.starts_with("use std::sync::Mutex;"),
            "{}",
            mutex.part
        );
        assert!(mutex.part.ends_with("}\n"), "{}", mutex.part);
    }
}
