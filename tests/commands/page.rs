//! `page`, and the picture of `replay --svg`.

use std::fs;

use predicates::prelude::*;
use predicates::str::contains;

use crate::project::{Project, text};

#[test]
fn a_page_is_written_for_what_passes_and_for_what_fails() {
    let project = Project::new();
    for (value, verdict) in [("0", "passes"), ("7", "fails")] {
        project.save_first(value);
        let said = project.racelings(&["page", "first1"]).code(0);
        said.stdout(contains(format!("first1 {verdict}")).and(contains("first1.html")));
        let html = fs::read_to_string(project.path("first1.html")).unwrap();
        assert!(
            html.contains(&format!("<h1 class=\"{verdict}\">")),
            "{html}"
        );
    }
    assert!(!project.path(".racelings").exists(), "it is no attempt");
}

#[test]
fn where_the_page_cannot_be_written_one_is_told_how_to_write_it_elsewhere() {
    let project = Project::new();
    fs::create_dir(project.path("first1.html")).unwrap();
    let said = project.racelings(&["page", "first1"]).code(2);
    said.stderr(contains("first1.html cannot be written").and(contains("`-o FILE`")));
    project
        .racelings(&["page", "first1", "-o", "it.html"])
        .code(0);
}

#[test]
fn what_does_not_compile_gets_no_page() {
    let project = Project::new();
    project.save_first("seven");
    let said = project.racelings(&["page", "first1", "-o", "it.html"]);
    said.code(2).stdout(contains("does not compile"));
    assert!(!project.path("it.html").exists());
}

#[test]
fn a_site_has_a_page_for_each_exercise_that_could_be_checked() {
    let project = Project::solved();
    project.save_first("seven");
    project.write("exercises/02_two/second1.rs", &text("7"));
    let said = project.racelings(&["page", "--all", "-o", "site"]).code(0);
    said.stdout(contains("2 pages"));
    let index = fs::read_to_string(project.path("site/index.html")).unwrap();
    assert!(
        index.contains("<a href=\"second1.html\">✗ second1 fails"),
        "{index}"
    );
    assert!(
        index.contains("<span>! first1 was not checked: it does not compile"),
        "{index}"
    );
    let page = fs::read_to_string(project.path("site/second1.html")).unwrap();
    assert!(page.contains("second1 fails"), "{page}");
}

#[test]
fn replay_writes_a_picture_and_page_shows_the_interleaving_that_is_asked_for() {
    let project = Project::new();
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/explore/fails/load_then_store.rs"
    );
    let schedule = ["replay", file, "1-:", "--svg", "it.svg"];
    project
        .racelings(&schedule)
        .code(0)
        .stdout(contains("it.svg"));
    let svg = fs::read_to_string(project.path("it.svg")).unwrap();
    assert!(svg.contains("this interleaving ends well"), "{svg}");
    let page = ["page", file, "--schedule", "1-:", "-o", "it.html"];
    project.racelings(&page).code(0).stdout(contains("it.html"));
    let html = fs::read_to_string(project.path("it.html")).unwrap();
    assert!(html.contains("this interleaving ends well"), "{html}");
}
