//! Every save is noticed and checked, also while a check runs.

use std::fs;

use crate::project::{ENDLESS, Project, text};
use crate::session::{Session, racelings};
use crate::watching;

#[test]
fn a_save_is_checked() {
    for arguments in [&["watch"][..], &["watch", "--poll"]] {
        let (project, session) = watching(arguments);
        project.save_first("0");
        session.shows(&["first1 [passes]"]);
        project.save_first("-3");
        session.shows(&["first1 [fails]", "ended at -3"]);
        project.save_first("nonsense");
        session.shows(&["first1 was not checked: it does not compile", "nonsense"]);
    }
}

#[test]
fn a_save_during_a_run_cancels_it_and_is_checked() {
    let project = Project::new();
    project.write("exercises/02_two/third1.rs", &text(ENDLESS));
    project.write(
        ".racelings/state.toml",
        "format_version = 1\ncurrent = \"third1\"\n",
    );
    let mut session = Session::start(racelings(&[]), project.root(), &project.temporary());
    session.shows(&["third1 [checking]", "running under threads"]);
    project.write("exercises/02_two/third1.rs", &text("4"));
    session.shows(&["third1 [fails]", "ended at 4"]);
    session.press("q");
    session.ends();
    let left: Vec<_> = fs::read_dir(project.temporary()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_deleted_file_is_told_and_its_return_is_checked() {
    let (project, session) = watching(&["watch"]);
    fs::remove_file(project.root().join("exercises/01_one/first1.rs")).unwrap();
    session.shows(&["first1 was not checked", "the file does not exist"]);
    project.save_first("0");
    session.shows(&["first1 [passes]"]);
}

#[test]
fn a_file_renamed_over_it_is_checked() {
    let (project, session) = watching(&["watch"]);
    project.write("exercises/01_one/.first1.rs.swp", &text("0"));
    let exercise = project.root().join("exercises/01_one/first1.rs");
    fs::rename(
        project.root().join("exercises/01_one/.first1.rs.swp"),
        exercise,
    )
    .unwrap();
    session.shows(&["first1 [passes]"]);
}

#[test]
fn the_save_of_another_exercise_is_told() {
    let (project, mut session) = watching(&["watch"]);
    project.write("exercises/02_two/second1.rs", &text("0"));
    session.shows(&["You saved second1, another exercise: g goes there."]);
    session.press("g");
    session.shows(&["second1 [passes]"]);
}

#[test]
fn two_watchers_lose_nothing_of_each_other() {
    let (project, mut one) = watching(&["watch"]);
    let mut other = Session::start(racelings(&[]), project.root(), &project.temporary());
    other.shows(&["first1 [fails]"]);
    other.press("nn");
    other.shows(&["second1 [fails]"]);
    project.write("exercises/02_two/second1.rs", &text("0"));
    other.shows(&["second1 [passes]"]);
    project.save_first("0");
    one.shows(&["first1 [passes]", "2/3"]);
    one.press("q");
    other.press("q");
    one.ends();
    other.ends();
    let state = project.read(".racelings/state.toml");
    assert_eq!(state.matches("done_at").count(), 2, "{state}");
}
