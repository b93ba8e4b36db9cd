//! `explore` and `replay` of programs in older editions: the generated crate is one of the learner's own edition.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]
#![cfg(target_os = "linux")]

use assert_cmd::Command;
use serde_json::Value;

fn racelings(arguments: &[&str]) -> (Option<i32>, String) {
    let said = Command::cargo_bin("racelings")
        .unwrap()
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/editions"))
        .args(arguments)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&said.stdout).into_owned();
    (said.status.code(), text)
}

/// Each program fails with a panic at that line, compiles in that edition only, and its schedule contains the edition.
fn fails_as(edition: &str, line: u64) {
    let file = format!("edition_{edition}.rs");
    let explore = ["explore", "--format=json", &file];
    let newest: Value = serde_json::from_str(&racelings(&explore).1).unwrap();
    assert_eq!(newest["kind"], "does_not_compile", "{newest}");
    let option = ["--edition", edition];
    let found = racelings(&[&explore[..], &option[..]].concat()).1;
    let found: Value = serde_json::from_str(&found).unwrap();
    assert_eq!(found["kind"], "panic", "{found}");
    assert_eq!(found["line"], line, "{found}");
    let schedule = found["schedule"].as_str().unwrap();
    assert!(schedule.starts_with(&format!("{edition}/")), "{schedule}");
    let (code, drawn) = racelings(&["replay", &file, schedule]);
    assert_eq!(code, Some(1), "{drawn}");
}

#[test]
fn edition_2015_has_its_own_paths_and_names() {
    fails_as("2015", 16);
}

#[test]
fn edition_2018_has_its_own_iterators() {
    fails_as("2018", 8);
}

#[test]
fn edition_2021_has_its_own_names() {
    fails_as("2021", 9);
}
