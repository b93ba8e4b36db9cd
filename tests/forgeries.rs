//! Programs that keep their race and try to make the kit believe that they are fixed. The kit must reject each one: its first
//! line says how, in the same way as that of a known fix, or that the program does not even compile.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]
// Programs are explored on Linux only.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::{Path, PathBuf};

use racelings::catalog::Catalog;
use racelings::check::verdict::{Checked, Verdict};
use racelings::check::{Checker, Subject};
use racelings::report;
use racelings::styled::Glyphs;
use racelings::supervise::Cancel;
use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const KIT: &str = env!("CARGO_BIN_EXE_racelings");

/// Only a few runs, because a forgery must be found without luck.
const RUNS: u32 = 2;

#[test]
fn no_forgery_passes() {
    let root = Path::new(ROOT);
    let catalog = Catalog::find(root).unwrap();
    let subjects: Vec<Subject> = in_folder(&root.join("tests/forgeries"))
        .iter()
        .flat_map(|exercise| {
            let name = exercise.file_name().unwrap().to_str().unwrap();
            let exercise_of = catalog.get(name).unwrap();
            in_folder(exercise)
                .into_iter()
                .map(move |file| Subject::in_file(exercise_of, &file))
        })
        .collect();
    assert!(subjects.len() > 20, "they are found");
    let mut wrong = Vec::new();
    let checker = Checker::new(root, RUNS, Path::new(KIT));
    checker.check_all(&subjects, &Cancel::new(), &mut |at, checked| {
        wrong.extend(difference(&subjects[at].file, &checked));
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How the verdict differs from the first line of the file; `None` if it does not.
fn difference(file: &Path, checked: &Checked) -> Option<String> {
    let text = fs::read_to_string(file).unwrap();
    let first = text.lines().next().unwrap().strip_prefix("//~ ").unwrap();
    let (verdict, rest) = first.split_once(' ').unwrap();
    let (kinds, lines) = rest.split_once(" at ").unwrap_or((rest, ""));
    let said: Value = serde_json::from_str(&report::checked_json(checked)).unwrap();
    let kind = said["kind"].as_str().unwrap_or("none");
    let line = said["line"].as_u64().map_or("none", |line| {
        text.lines().nth(line as usize - 1).unwrap_or("none").trim()
    });
    let fits = match &checked.verdict {
        Verdict::Passes(_) => false,
        Verdict::Fails(_) => verdict == "FAILS",
        Verdict::NotRun(_) => verdict == "NOT_RUN",
    };
    let right = fits
        && kinds.split(", ").any(|one| one == kind)
        && (lines.is_empty() || lines.split(" or ").any(|one| one == format!("`{line}`")));
    (!right).then(|| {
        let name = file.strip_prefix(ROOT).unwrap_or(file).display();
        format!(
            "{name}: {} (`{line}`)",
            report::headline(checked, Glyphs::Unicode).plain()
        )
    })
}

fn in_folder(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
}
