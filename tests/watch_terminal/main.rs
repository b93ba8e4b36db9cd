//! Watch in a real pseudo-terminal: the keys, the saves, the ends.
#![allow(
    clippy::unwrap_used,
    reason = "a test stops at whatever it did not expect"
)]

mod ends;
mod keys;
mod pages;
mod picture;
mod plays;
mod project;
mod saves;
mod session;

use project::Project;
use session::{Session, racelings};

/// Watch in a new project, with the verdict of the first exercise on the screen.
fn watching(arguments: &[&str]) -> (Project, Session) {
    let project = Project::new();
    let session = Session::start(racelings(arguments), project.root(), &project.temporary());
    session.shows(&["first1 [fails]", "ended at 7"]);
    (project, session)
}
