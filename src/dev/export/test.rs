//! Whether this kit works on this machine: what was handed out is complete, and a starter is judged.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn racelings(args: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_racelings"));
    let output = command.current_dir(ROOT).args(args).output();
    let output = output.expect("racelings can be started");
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (output.status.code(), said.into_owned())
}

/// The names of the exercises.
fn names() -> Vec<String> {
    let info = fs::read_to_string(Path::new(ROOT).join("info.toml")).expect("info.toml is there");
    let names = info.lines().filter_map(|line| line.strip_prefix("name = \""));
    let names = names.filter_map(|rest| rest.split('"').next());
    names.map(str::to_owned).collect()
}

/// The starter of an exercise, as it was handed out.
fn starter(name: &str) -> PathBuf {
    let chapters = Path::new(ROOT).join("exercises/.originals");
    let chapters = fs::read_dir(chapters).expect("the starters are there");
    let files = chapters.map(|chapter| chapter.expect("it can be read").path().join(format!("{name}.rs")));
    files.filter(|file| file.is_file()).next().expect("each exercise has a starter")
}

#[test]
fn every_exercise_is_listed() {
    let (code, said) = racelings(&["list"]);
    assert_eq!(code, Some(0), "{said}");
    for name in names() {
        assert!(said.contains(&name), "{name}: {said}");
        starter(&name);
    }
}

#[test]
fn a_starter_is_judged_and_does_not_pass() {
    let name = names().pop().expect("there is an exercise");
    let file = starter(&name);
    let (code, said) = racelings(&["run", &name, "--file", &file.to_string_lossy()]);
    assert_eq!(code, Some(1), "{said}");
}
