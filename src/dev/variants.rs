//! The known fixes of each exercise, right and wrong, and the expected verdicts, which their first lines give.

use std::fs;
use std::path::{Path, PathBuf};

use crate::catalog::{Catalog, Exercise};
use crate::check::verdict::Kind;
use crate::source::CHECK_LINE_START;

/// The expected verdict on a variant, a starter or a solution.
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
pub struct Variant {
    /// Its file, absolute.
    pub file: PathBuf,
    /// Its file below the root.
    pub shown: String,
    /// Its expected verdict.
    pub expected: Expected,
}

/// All variants of an exercise, and what is wrong with their first lines or places.
pub fn of(catalog: &Catalog, exercise: &Exercise) -> (Vec<Variant>, Vec<String>) {
    let below = Path::new("tests/variants")
        .join(&exercise.dir)
        .join(&exercise.name);
    let mut variants = Vec::new();
    let mut problems = Vec::new();
    for folder in ["wrong", "right"] {
        for file in files(&catalog.root.join(&below).join(folder)) {
            let shown = file.strip_prefix(&catalog.root).unwrap_or(&file);
            let shown = shown.display().to_string();
            match read(&file, folder) {
                Ok(expected) => variants.push(Variant {
                    file,
                    shown,
                    expected,
                }),
                Err(what) => problems.push(format!("{shown}: {what}")),
            }
        }
    }
    (variants, problems)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "rs"))
        .collect();
    files.sort();
    files
}

fn read(file: &Path, folder: &str) -> Result<Expected, String> {
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let expected = first_line(text.lines().next().unwrap_or_default())?;
    ends_with_the_check_line(&text)?;
    match (folder, &expected) {
        ("wrong", Expected::Passes) => Err("a wrong fix cannot be expected to pass.".into()),
        ("right", Expected::Fails { .. }) => Err("a right fix cannot be expected to fail.".into()),
        _ => Ok(expected),
    }
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
    fn a_known_fix_ends_with_the_check_line() {
        let part = format!("//~ PASSES\nfn inc() {{}}\n{CHECK_LINE_START} ----\n");
        assert_eq!(ends_with_the_check_line(&part), Ok(()));
        let whole = ends_with_the_check_line(&format!("{part}mod check {{}}\n"));
        assert!(whole.unwrap_err().contains("should end"));
    }

    #[test]
    fn anything_else_is_told() {
        for line in ["", "// PASSES", "//~ FAILS", "//~ FAILS deadlock at ``"] {
            assert!(
                first_line(line).unwrap_err().contains("first line"),
                "{line}"
            );
        }
        let unknown = first_line("//~ FAILS deadlok").unwrap_err();
        assert!(unknown.contains("`deadlok`"), "{unknown}");
    }
}
