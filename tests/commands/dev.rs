//! `dev check`, `dev new` and `dev update`.

use std::fs;

use predicates::prelude::*;
use predicates::str::contains;

use crate::project::{INFO, Project, lines, text};

/// A project in which `dev check` finds no problem.
fn complete() -> Project {
    let project = Project::new();
    project.racelings(&["dev", "update"]).code(0);
    project
}

fn check(project: &Project) -> assert_cmd::assert::Assert {
    project.racelings(&["dev", "check", "--runs", "1"])
}

#[test]
fn check_accepts_a_complete_project() {
    check(&complete())
        .code(0)
        .stdout(contains("All 3 exercises are as they should be."));
}

#[test]
fn check_tries_the_programs_of_the_named_exercises_only() {
    let project = complete();
    project.write("solutions/02_two/second1.rs", &text("3"));
    project
        .racelings(&["dev", "check", "first1", "third1", "--runs", "1"])
        .code(0)
        .stdout(contains("second1").not())
        .stdout(contains("first1, third1 are as they should be."));
    project
        .racelings(&["dev", "check", "second1", "--runs", "1"])
        .code(1)
        .stdout(contains("✗ second1: the solution should pass"));
    project
        .racelings(&["dev", "check", "second"])
        .code(2)
        .stderr(contains("Did you mean \"second1\"?"));
}

#[test]
fn check_names_what_is_missing_or_does_not_agree() {
    let project = complete();
    fs::remove_file(project.path("exercises/01_one/README.md")).unwrap();
    project.write("exercises/02_two/README.md", "# Two\n\n`third1`\n");
    project.write("exercises/02_two/stranger1.rs", &text("7"));
    project.write("info.toml", &INFO.replacen(", \"a plain hint\"", "", 1));
    project.write("solutions/02_two/third1.rs", &text("7  -  7"));
    check(&project)
        .code(1)
        .stdout(contains(
            "✗ first1: exercises/01_one/README.md: the file does not exist.",
        ))
        .stdout(contains("✗ first1: it has 1 hints"))
        .stdout(contains(
            "✗ second1: exercises/02_two/README.md does not mention it.",
        ))
        .stdout(contains(
            "✗ exercises/02_two/stranger1.rs belongs to no [[exercises]]",
        ))
        .stdout(contains("✗ solutions/02_two/third1.rs is not formatted"));
}

#[test]
fn check_refuses_a_starter_that_passes_and_a_solution_that_does_not() {
    let project = complete();
    project.write("exercises/01_one/first1.rs", &text("0"));
    project.write("exercises/.originals/01_one/first1.rs", &text("0"));
    project.write("solutions/02_two/second1.rs", &text("3"));
    let problem = |name: &str, what: &str| {
        let pattern = format!("(?m)^✗ .*{name}.*{what}");
        predicate::str::is_match(pattern).unwrap()
    };
    check(&project)
        .code(1)
        .stdout(problem("first1", "starter"))
        .stdout(problem("second1", "solution"))
        .stdout(problem("third1", "").not());
}

#[test]
fn check_refuses_a_starter_that_fails_for_another_reason() {
    let project = complete();
    project.write("info.toml", &INFO.replacen("wrong_result", "deadlock", 1));
    check(&project)
        .code(1)
        .stdout(contains(
            "✗ first1: the starter should fail with deadlock, but: ✗ first1 fails: the counter ended at 7",
        ));
}

#[test]
fn check_names_targets_that_are_out_of_date() {
    check(&Project::new())
        .code(1)
        .stdout(contains("✗ exercises/Cargo.toml has other targets"))
        .stdout(contains("✗ solutions/Cargo.toml has other targets"));
}

#[test]
fn new_lays_down_an_exercise_that_check_accepts() {
    let project = complete();
    project
        .racelings(&["dev", "new", "03_three/fourth1"])
        .code(0);
    for file in [
        "exercises/03_three/fourth1.rs",
        "solutions/03_three/fourth1.rs",
    ] {
        assert!(project.path(file).is_file(), "{file}");
    }
    check(&project).code(0).stdout(contains("All 4 exercises"));
    let said = project.racelings(&["run", "fourth1", "--format", "json"]);
    assert_eq!(lines(&said.code(1))[0]["kind"], "wrong_result");
}

#[test]
fn a_set_of_ones_own_goes_from_nothing_to_a_check() {
    let place = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let set = place.path().join("mine");
    let set_text = set.to_str().unwrap();
    let racelings = |args: &[&str]| crate::project::in_folder(elsewhere.path(), args).assert();
    let in_set = |args: &[&str]| racelings(&[&["--exercises", set_text], args].concat());
    racelings(&["dev", "init", set_text]).code(0);
    racelings(&["dev", "init", set_text])
        .code(2)
        .stderr(contains("already exists"));
    in_set(&["list"])
        .code(2)
        .stderr(contains("no [[exercises]]"));
    in_set(&["dev", "new", "01_mine/first1"]).code(0);
    in_set(&["dev", "check", "--runs", "2"])
        .code(0)
        .stdout(contains("first1          wrong_result"))
        .stdout(contains("1/1     1/1"));
    // A learner fixes it in the same way as an exercise of the kit.
    in_set(&["run"]).code(1).stdout(contains("first1 fails"));
    fs::copy(
        set.join("solutions/01_mine/first1.rs"),
        set.join("exercises/01_mine/first1.rs"),
    )
    .unwrap();
    in_set(&["verify", "--runs", "2"])
        .code(0)
        .stdout(contains("first1 passes in all"));
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn new_writes_nothing_over() {
    let project = complete();
    project.write("exercises/03_three/fourth1.rs", "mine");
    for path in [
        "fourth1",
        "03_three/first1",
        "../fourth1",
        "03_three/fourth1",
    ] {
        project.racelings(&["dev", "new", path]).code(2).stdout("");
    }
    assert_eq!(project.read("exercises/03_three/fourth1.rs"), "mine");
    assert_eq!(project.read("info.toml"), INFO);
}

#[test]
fn update_takes_the_exercises_for_the_starters_and_writes_the_targets() {
    let project = Project::new();
    project.save_first("5");
    project.racelings(&["dev", "update"]).code(0);
    assert_eq!(
        project.read("exercises/.originals/01_one/first1.rs"),
        text("5")
    );
    let manifest = project.read("solutions/Cargo.toml");
    assert!(
        manifest.contains("name = \"third1_solution\""),
        "{manifest}"
    );
    assert!(
        manifest.contains("path = \"02_two/third1.rs\""),
        "{manifest}"
    );
}
