//! Pages that are written within watch.

use std::fs;

use crate::project::{Project, RACING};
use crate::session::{Session, racelings, wait_until};
use crate::watching;

/// Waits until the page of the first exercise is there and has this text, and returns it.
fn page_with(project: &Project, text: &str) -> String {
    let file = project.root().join(".racelings/pages/first1.html");
    let mut page = String::new();
    wait_until("there is no such page", || {
        page = fs::read_to_string(&file).unwrap_or_default();
        page.trim_end().ends_with("</html>") && page.contains(text)
    });
    page
}

#[test]
fn w_writes_the_page_of_what_the_check_found() {
    let (project, mut session) = watching(&["watch"]);
    project.save_first(RACING);
    session.shows(&["first1 [fails]", "is preempted"]);
    session.press("w");
    let page = page_with(&project, "<h1 class=\"fails\">");
    assert!(page.contains("\"par\":1"), "its game can be won: {page}");
    assert!(!page.contains("<details"), "the file is edited: {page}");
    session.shows(&["pages/first1.html"]);
    project.save_first("7 - 7");
    session.shows(&["first1 [passes]"]);
    session.press("w");
    page_with(&project, "<h1 class=\"passes\">");
    session.press("q");
    assert!(session.ends().0.success());
}

#[test]
fn the_page_of_a_starter_asks_until_e_explains_it() {
    let project = Project::new();
    project.start_first_with(RACING);
    let watch = racelings(&["watch"]);
    let mut session = Session::start(watch, project.root(), &project.temporary());
    session.shows(&["first1 [fails]", "In which line"]);
    session.press("w");
    let asks = page_with(&project, "In which line");
    assert!(asks.contains("<details"), "{asks}");
    fs::remove_file(project.root().join(".racelings/pages/first1.html")).unwrap();
    session.press("e");
    session.shows(&["is preempted"]);
    session.press("w");
    let tells = page_with(&project, "id=\"story\"");
    assert!(!tells.contains("<details"), "{tells}");
}
