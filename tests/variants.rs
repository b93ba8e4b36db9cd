//! The exercises' checks against what learners write: right programs hold, wrong ones fail for their reason.
//!
//! Each file below `tests/variants` says in its first line what is expected of it: `//~ HOLDS`, or `//~ FAILS` with
//! the kinds that it may fail with. What only a search through all interleavings can show says so, and is left out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

/// What a file's first line says.
enum Expected {
    Holds,
    FailsWithOneOf(Vec<String>),
    ShownByExplorationOnly,
}

/// A program that somebody might write for an exercise.
struct Variant {
    exercise: String,
    path: PathBuf,
    expected: Expected,
}

impl Variant {
    fn read(path: PathBuf) -> Result<Variant, String> {
        let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let expected = expected_by(text.lines().next().unwrap_or_default())
            .ok_or("its first line says neither `//~ HOLDS` nor `//~ FAILS kind`")?;
        let exercise = path.ancestors().nth(2).and_then(Path::file_name).unwrap();
        Ok(Variant {
            exercise: exercise.to_str().unwrap().into(),
            path,
            expected,
        })
    }

    /// What is not as expected.
    fn mismatch(&self) -> Option<String> {
        let (runs, kinds) = match &self.expected {
            Expected::Holds => ("5", None),
            // This asks whether real runs can refuse it at all; how often 20 of them do is not asked here.
            // A check ends at the first wrong run, so many runs cost nothing where it is refused.
            Expected::FailsWithOneOf(kinds) => ("150", Some(kinds)),
            Expected::ShownByExplorationOnly => return None,
        };
        let said = self.check(runs);
        let stdout = String::from_utf8_lossy(&said.stdout);
        let Ok(line) = serde_json::from_str::<Value>(&stdout) else {
            let stderr = String::from_utf8_lossy(&said.stderr);
            return Some(format!("no line of JSON: {stdout}{stderr}"));
        };
        let kind = line["kind"].as_str();
        let code = said.status.code();
        let as_expected = match kinds {
            None => line["verdict"] == "holds" && code == Some(0),
            Some(kinds) => {
                let one_of = kind.is_some_and(|kind| kinds.iter().any(|one| one == kind));
                line["verdict"] == "fails" && one_of && code == Some(1)
            }
        };
        let wanted = kinds.map_or("holds".into(), |kinds| kinds.join(" or "));
        (!as_expected).then(|| format!("{wanted} expected, with exit code {code:?} came {line}"))
    }

    fn check(&self, runs: &str) -> Output {
        Command::cargo_bin("racelings")
            .unwrap()
            .current_dir(root())
            .args(["run", &self.exercise, "--runs", runs, "--format", "json"])
            .arg("--file")
            .arg(&self.path)
            .output()
            .unwrap()
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn expected_by(first_line: &str) -> Option<Expected> {
    let said = first_line.strip_prefix("//~ ")?.trim_end();
    if said == "HOLDS" {
        return Some(Expected::Holds);
    }
    let kinds = said.strip_prefix("FAILS ")?;
    if kinds.contains("by exploration") {
        return Some(Expected::ShownByExplorationOnly);
    }
    let kinds = kinds.split(',').map(|kind| kind.trim().to_owned());
    Some(Expected::FailsWithOneOf(kinds.collect()))
}

/// All Rust files below the folder, in the order of their names.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    let mut files = Vec::new();
    for path in entries {
        if path.is_dir() {
            files.extend(files_below(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            files.push(path);
        }
    }
    files
}

/// One after the other: each run should have the cores for its own sides.
#[test]
fn right_variants_hold_and_wrong_ones_fail_for_their_reason() {
    let files = files_below(&root().join("tests/variants"));
    assert!(!files.is_empty());
    let mut mismatches = String::new();
    for path in files {
        let shown = path.strip_prefix(root()).unwrap().display().to_string();
        let mismatch = match Variant::read(path) {
            Ok(variant) => variant.mismatch(),
            Err(reason) => Some(reason),
        };
        if let Some(mismatch) = mismatch {
            writeln!(mismatches, "{shown}: {mismatch}").unwrap();
        }
    }
    assert!(mismatches.is_empty(), "\n{mismatches}");
}
