//! Whether this kit works on this machine: what was handed out is complete, and a starter is judged.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What racelings answers: its exit code, and what it prints.
fn racelings(args: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_racelings"));
    let output = command.current_dir(ROOT).args(args).output();
    let output = output.expect("racelings can be started");
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.code(), said)
}

/// The starters, as they were handed out, by the names of their exercises.
fn starters() -> BTreeMap<String, PathBuf> {
    let chapters = Path::new(ROOT).join("exercises/.originals");
    let entries = |folder: &Path| {
        let entries = fs::read_dir(folder).expect("it can be read");
        entries.map(|entry| entry.expect("it can be read").path())
    };
    let files = entries(&chapters).flat_map(|chapter| entries(&chapter));
    let name = |file: &PathBuf| file.file_stem().map(|name| name.to_string_lossy().into_owned());
    files.filter_map(|file| Some((name(&file)?, file))).collect()
}

#[test]
fn every_exercise_is_listed_and_has_a_starter() {
    let (code, said) = racelings(&["list", "--format", "json"]);
    assert_eq!(code, Some(0), "{said}");
    let name = |line: &str| {
        let line: Value = serde_json::from_str(line).expect("each line is JSON");
        line["name"].as_str().expect("it has a name").to_owned()
    };
    let listed: BTreeSet<String> = said.lines().map(name).collect();
    assert!(!listed.is_empty());
    assert_eq!(listed, starters().into_keys().collect());
}

#[test]
fn a_starter_is_judged_and_does_not_pass() {
    let (name, file) = starters().pop_last().expect("there is an exercise");
    let (code, said) = racelings(&["run", &name, "--file", &file.to_string_lossy()]);
    assert_eq!(code, Some(1), "{said}");
}
