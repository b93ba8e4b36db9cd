//! Mistakes: wrong arguments, wrong files, no terminal. All end with exit code 2 and say what to do.

use std::fs;

use predicates::prelude::*;
use predicates::str::contains;

use crate::project::{INFO, Project, in_folder, stdout};

#[test]
fn an_unknown_name_suggests_the_nearest() {
    let project = Project::new();
    for command in ["run", "hint", "reset", "diff", "solution"] {
        project
            .racelings(&[command, "secnd1"])
            .code(2)
            .stdout("")
            .stderr(contains(
                "there is no exercise \"secnd1\". Did you mean \"second1\"?",
            ));
    }
}

#[test]
fn a_name_that_is_near_to_none_suggests_none() {
    Project::new()
        .racelings(&["run", "xyzzy"])
        .code(2)
        .stderr(contains("`racelings list`").and(contains("Did you mean").not()));
}

#[test]
fn wrong_use_ends_with_2_and_does_nothing() {
    let project = Project::new();
    for args in [
        &["frobnicate"][..],
        &["run", "first1", "--runs", "0"],
        &["run", "first1", "--runs", "many"],
        &["run", "first1", "--format", "xml"],
        &["run", "--file", "other.rs"],
        &["verify", "first1"],
        &["reset"],
        &["diff"],
        &["solution"],
        &["dev"],
        &["dev", "new"],
    ] {
        project
            .racelings(args)
            .code(2)
            .stdout("")
            .stderr(contains("Usage:").or(contains("--help")));
    }
    assert!(!project.path(".racelings").exists());
}

#[test]
fn help_and_version_are_no_mistakes() {
    let project = Project::new();
    project
        .racelings(&["--help"])
        .code(0)
        .stdout(contains("verify"));
    project
        .racelings(&["--version"])
        .code(0)
        .stdout(contains("racelings "));
}

#[test]
fn outside_of_a_project_the_message_says_where_to_go() {
    let folder = tempfile::tempdir().unwrap();
    in_folder(folder.path(), &["list"])
        .assert()
        .code(2)
        .stderr(contains("there are no exercises in").and(contains("`racelings init DIR`")));
}

#[test]
fn a_bad_info_file_is_refused_with_its_line() {
    let project = Project::new();
    for (good, bad, told) in [
        (
            "format_version = 1",
            "format_version = 9",
            "info.toml:1: format_version is 9",
        ),
        (
            "welcome_message",
            "welcome_massage",
            "info.toml:2: unknown field `welcome_massage`",
        ),
        (
            "name = \"second1\"",
            "name = \"first1\"",
            "info.toml:14: the name \"first1\" is given twice",
        ),
        (
            "dir = \"01_one\"",
            "dir = \"../one\"",
            "info.toml:7: dir \"../one\"",
        ),
        (
            "[\"processes\"]",
            "[\"fibers\"]",
            "info.toml:24: unknown variant `fibers`",
        ),
        (
            "[\"processes\"]",
            "[]",
            "info.toml:24: third1: modes is empty",
        ),
        ("[\"processes\"]", "[", "info.toml:2"),
    ] {
        project.write("info.toml", &INFO.replacen(good, bad, 1));
        project
            .racelings(&["list"])
            .code(2)
            .stdout("")
            .stderr(contains(told));
    }
}

#[test]
fn a_broken_state_file_is_set_aside_under_the_name_in_the_message() {
    let project = Project::new();
    let broken = "format_version = 1\ncurrent = 7\n";
    for (command, number) in [("list", 1), ("hint", 2), ("verify", 3), ("run", 4)] {
        project.write(".racelings/state.toml", broken);
        let aside = format!(".racelings/state.broken-{number}.toml");
        project
            .racelings(&[command])
            .stderr(contains("state.toml:2: invalid type").and(contains(aside.as_str())));
        assert_eq!(project.read(&aside), broken);
    }
}

#[test]
fn reset_reports_a_broken_state_file_too() {
    let project = Project::new();
    project.write(".racelings/state.toml", "current = 7\n");
    project
        .racelings(&["reset", "first1"])
        .stderr(contains("state.broken-1.toml"));
}

#[test]
fn the_message_of_a_lost_starter_says_how_to_get_it_back() {
    let project = Project::new();
    fs::remove_file(project.path("exercises/.originals/01_one/first1.rs")).unwrap();
    let said = stdout(&project.racelings(&["run", "first1"]).code(2));
    // The lines are wrapped.
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let advice = "`git checkout -- exercises/.originals/01_one/first1.rs`";
    assert!(said.contains(advice), "{said}");
}

#[test]
fn without_a_starter_a_reset_moves_nothing_away() {
    let project = Project::new();
    project.save_first("my_own_work()");
    fs::remove_file(project.path("exercises/.originals/01_one/first1.rs")).unwrap();
    project
        .racelings(&["reset", "first1"])
        .code(2)
        .stderr(contains("git checkout -- exercises/.originals"));
    let text = project.read("exercises/01_one/first1.rs");
    assert!(text.contains("my_own_work()"), "{text}");
}

#[test]
fn watch_without_a_terminal_names_verify() {
    let project = Project::new();
    for args in [&[][..], &["watch"], &["--poll"]] {
        project
            .racelings(args)
            .code(2)
            .stdout("")
            .stderr(contains("terminal").and(contains("`racelings verify`")));
    }
}
