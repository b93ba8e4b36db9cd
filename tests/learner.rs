//! A learner's folder outside the clone is created, used and updated; and every command that the kit prints runs as printed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod installed;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use predicates::prelude::*;
use predicates::str::contains;

const FIRST: &str = "exercises/01_intro/intro1.rs";
const SOLUTION: &str = "solutions/01_intro/intro1.rs";

/// A learner's folder. Dropping it removes the folder.
struct Learner {
    folder: tempfile::TempDir,
}

impl Learner {
    fn new() -> Learner {
        let learner = Learner {
            folder: tempfile::tempdir().unwrap(),
        };
        let said = racelings(learner.folder.path(), &["init", "to learn"])
            .assert()
            .code(0);
        said.stdout(contains("  cd 'to learn'\n  racelings watch\n"));
        learner
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join("to learn").join(below)
    }

    fn racelings(&self, args: &[&str]) -> Assert {
        // It works in a subfolder as it does at the top.
        racelings(&self.path("exercises/02_threads"), args).assert()
    }

    fn solve_first(&self) {
        let solution = Path::new(env!("CARGO_MANIFEST_DIR")).join(SOLUTION);
        fs::copy(solution, self.path(FIRST)).unwrap();
    }
}

/// The installed `racelings`, started in this folder.
fn racelings(folder: &Path, args: &[&str]) -> Command {
    let mut command = installed::racelings();
    command.current_dir(folder).args(args);
    command
}

#[test]
fn a_learners_folder_works_and_a_solution_comes_with_the_pass() {
    let learner = Learner::new();
    learner
        .racelings(&["list"])
        .code(0)
        .stdout(contains("intro1"));
    learner.racelings(&["hint"]).code(0);
    let not_yet = contains("the solution of intro1 is written when intro1 passes");
    learner
        .racelings(&["solution", "intro1"])
        .code(2)
        .stderr(not_yet.clone());
    learner
        .racelings(&["diff", "intro1"])
        .code(2)
        .stderr(not_yet);
    learner
        .racelings(&["card", "intro1"])
        .code(2)
        .stderr(contains(
            "the card of intro1 can be read when intro1 passes",
        ));
    learner.racelings(&["run", "intro1", "--runs", "1"]).code(1);
    assert!(!learner.path("solutions").exists());

    learner.solve_first();
    learner
        .racelings(&["run", "intro1", "--runs", "1"])
        .code(0)
        .stdout(contains("`racelings card intro1`"));
    learner
        .racelings(&["card", "intro1"])
        .code(0)
        .stdout(contains("Question:"));
    assert!(learner.path(SOLUTION).is_file());
    learner.racelings(&["diff", "intro1"]).code(0);
    learner
        .racelings(&["solution", "intro1"])
        .code(0)
        .stdout(contains("counter"));
    learner
        .racelings(&["reset", "intro1"])
        .code(0)
        .stdout(contains("backup"));
    learner.racelings(&["run", "intro1", "--runs", "1"]).code(1);
    learner
        .racelings(&["dev", "check"])
        .code(2)
        .stderr(contains("a learner's folder"));
}

#[test]
fn cargo_takes_a_learners_folder_as_a_package_with_a_program_for_each_exercise() {
    let learner = Learner::new();
    let said = Command::new(env!("CARGO"))
        .current_dir(learner.path(""))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .assert()
        .code(0);
    let metadata: serde_json::Value = serde_json::from_slice(&said.get_output().stdout).unwrap();
    let targets = metadata["packages"][0]["targets"].as_array().unwrap();
    let of_first = targets
        .iter()
        .find(|target| target["name"] == "intro1")
        .unwrap();
    assert!(of_first["src_path"].as_str().unwrap().ends_with(FIRST));
    assert_eq!(
        targets.len(),
        learner
            .racelings(&["list", "--format", "json"])
            .get_output()
            .stdout
            .split(|&byte| byte == b'\n')
            .count()
            - 1
    );
}

#[test]
fn an_update_says_of_each_file_what_it_did() {
    let learner = Learner::new();
    learner
        .racelings(&["update"])
        .code(0)
        .stdout(contains("All unchanged files are up to date"));
    learner.solve_first();
    fs::remove_file(learner.path("exercises/GLOSSARY.md")).unwrap();
    let manifest = fs::read_to_string(learner.path("racelings.toml")).unwrap();
    // A folder as another version of the kit would have created it.
    let older: String = manifest
        .lines()
        .map(|line| match line {
            line if line.starts_with("racelings = ") => "racelings = \"0.0.1\"\n".to_owned(),
            line if line.contains("intro1.rs") => format!("\"{FIRST}\" = \"0\"\n"),
            line => format!("{line}\n"),
        })
        .collect();
    fs::write(learner.path("racelings.toml"), older).unwrap();
    learner
        .racelings(&["list"])
        .code(0)
        .stderr(contains("`racelings update`"));
    learner
        .racelings(&["update"])
        .code(0)
        .stdout(contains(format!(
            "{FIRST}: kept, because you have changed it"
        )))
        .stdout(contains("exercises/GLOSSARY.md: restored, it was missing"));
    learner.racelings(&["list"]).code(0).stderr("");
    let mine = fs::read_to_string(learner.path(FIRST)).unwrap();
    assert!(!mine.contains("TODO"), "{mine}");
}

#[test]
fn init_writes_nothing_into_a_folder_that_is_not_empty() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine"), "").unwrap();
    racelings(folder.path(), &["init", "."])
        .assert()
        .code(2)
        .stderr(contains("not empty"));
    let learner = Learner::new();
    learner
        .racelings(&["init", "../.."])
        .code(2)
        .stderr(contains("racelings --exercises"));
    racelings(folder.path(), &["update"]).assert().code(2);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// The command after `To see it again: `.
fn to_see_it_again(said: &Assert) -> String {
    let text = String::from_utf8(said.get_output().stdout.clone()).unwrap();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("To see it again: "));
    line.unwrap_or_else(|| panic!("{text}")).to_owned()
}

#[test]
fn the_command_that_is_printed_runs_as_printed() {
    let learner = Learner::new();
    let file = "it's a race.rs";
    let program =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/explore/fails/load_then_store.rs");
    fs::copy(program, learner.path(file)).unwrap();
    let explored = racelings(&learner.path(""), &["explore", file])
        .assert()
        .code(1);
    let command = to_see_it_again(&explored);
    assert!(command.starts_with("racelings replay "), "{command}");
    let replayed = Command::new("sh")
        .args(["-c", &command])
        .env_remove("CARGO")
        .env("PATH", installed::path())
        .current_dir(learner.path(""))
        .assert()
        .code(1);
    assert_eq!(to_see_it_again(&replayed), command);
}

#[test]
fn a_kit_that_is_not_in_path_is_called_as_it_was_typed() {
    let kit = env!("CARGO_BIN_EXE_racelings");
    let said = Command::new(kit)
        .args(["run", "nowhere1"])
        .env_remove("CARGO")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .assert();
    said.code(2).stderr(contains(format!("`{kit} list`")));
}

#[test]
fn below_cargo_a_command_is_one_of_cargo_run() {
    let said = racelings(Path::new(env!("CARGO_MANIFEST_DIR")), &["run", "nowhere1"])
        .env("CARGO", "cargo")
        .env("CARGO_PKG_NAME", "racelings")
        .assert();
    said.code(2).stderr(contains("`cargo run -- list`"));
    // An installed kit can be started by `cargo run` of another package.
    let said = racelings(Path::new(env!("CARGO_MANIFEST_DIR")), &["run", "nowhere1"])
        .env("CARGO", "cargo")
        .env("CARGO_PKG_NAME", "another")
        .assert();
    said.code(2).stderr(contains("`racelings list`"));
}

#[test]
fn completions_and_manual_pages_name_every_command() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let said = racelings(folder.path(), &["completions", shell])
            .assert()
            .code(0);
        said.stdout(contains("explore").and(contains("init")));
    }
    racelings(folder.path(), &["dev", "man", "."])
        .assert()
        .code(0);
    let page = fs::read_to_string(folder.path().join("racelings-explore.1")).unwrap();
    assert!(page.contains("budget"), "{page}");
    racelings(folder.path(), &["dev", "man", "new/folder"])
        .assert()
        .code(0);
    assert!(
        folder
            .path()
            .join("new/folder/racelings-explore.1")
            .is_file()
    );
}
