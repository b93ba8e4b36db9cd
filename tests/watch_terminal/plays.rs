//! Games in a real terminal: a program that is broken by hand, and one within watch.

use std::path::Path;

use portable_pty::CommandBuilder;
use rustix::process::Signal;

use crate::project::RACING;
use crate::session::{Session, has_mouse, racelings};
use crate::watching;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A game of a program in `tests/explore/fails`.
fn playing(name: &str) -> (tempfile::TempDir, Session) {
    let temporary = tempfile::tempdir().unwrap();
    let file = format!("tests/explore/fails/{name}.rs");
    let game = racelings(&["play", &file]);
    let session = Session::start(game, Path::new(ROOT), temporary.path());
    session.shows(&["ROUNDS=1", "1-9 step"]);
    (temporary, session)
}

#[test]
fn a_lost_update_is_played_to_a_wrong_counter() {
    let (_temporary, mut session) = playing("static_mut");
    session.shows(&["(par 1)", "COUNTER = 0"]);
    // Its read alone, then all of the other thread, then its write.
    session.press("e2");
    session.shows(&["inc reads 0"]);
    session.press("3r");
    session.shows(&["3 dec finished", "COUNTER = -1"]);
    session.press("2r");
    session.shows(&["You broke it with 1 preemption (par 1)", "Now fix it."]);
    session.press("u");
    session.shows(&["inc writes 1"]);
    session.press("q");
    let (status, _) = session.ends();
    assert!(status.success());
}

#[test]
fn a_game_is_played_with_the_mouse() {
    let (_temporary, mut session) = playing("static_mut");
    session.shows(&["(par 1)", "2 inc", "3 dec"]);
    session.wait("the mouse", has_mouse);
    session.click("e expand");
    session.shows(&["are two moves now"]);
    session.click("2 inc");
    session.shows(&["inc reads 0"]);
    session.click("3 dec");
    session.shows(&["Preemption: dec reads 0"]);
    session.click("u undo");
    session.shows(&["preemptions: 0"]);
    session.click("g give up");
    session.shows(&["A counterexample", "g give up"]);
    session.wheel_down();
    session.wait("the text below", |screen| {
        !screen.contents().contains("A counterexample")
    });
    session.click("Esc board");
    session.shows(&["1-9 step"]);
    session.click("q quit");
    let (status, _) = session.ends();
    assert!(status.success());
}

#[test]
fn the_mouse_is_given_back_with_the_terminal() {
    // Ctrl-Z and back, then a signal: `ends` and `is_as_before` look at the mouse too.
    let temporary = tempfile::tempdir().unwrap();
    let mut command = CommandBuilder::new("sh");
    let program = env!("CARGO_BIN_EXE_racelings");
    let game = format!("{program} play tests/explore/fails/static_mut.rs");
    command.args([
        "-c",
        &format!("set -m; {game}; echo stopped; read line; fg; echo ended"),
    ]);
    let mut session = Session::start(command, Path::new(ROOT), temporary.path());
    session.shows(&["(par 1)", "1-9 step"]);
    session.wait("the mouse", has_mouse);
    session.press("\u{1a}");
    session.is_as_before();
    session.shows(&["stopped"]);
    session.press("\n");
    session.shows(&["1-9 step"]);
    session.wait("the mouse again", has_mouse);
    session.press("q");
    let (_, screen) = session.ends();
    assert!(screen.contains("ended"), "{screen}");

    let (_temporary, session) = playing("static_mut");
    session.wait("the mouse", has_mouse);
    session.signal(Signal::TERM);
    let (status, _) = session.ends();
    assert!(!status.success());
}

#[test]
fn two_locks_are_played_to_their_cycle() {
    let (_temporary, mut session) = playing("two_locks");
    session.press("23");
    session.shows(&["deadlock: every thread is blocked", "1 preemption"]);
    session.press("s");
    session.shows(&["preemptions: 0", "1-9 step"]);
}

#[test]
fn watch_is_as_it_was_after_a_game() {
    let (project, mut session) = watching(&["watch"]);
    project.save_first(RACING);
    session.shows(&["first1 [fails]", "is preempted"]);
    session.press("i");
    session.shows(&["COUNTER = 0", "1-9 step"]);
    session.wait("the mouse", has_mouse);
    project.save_first(&format!("// mine\n    {RACING}"));
    session.shows(&["The file was saved: anew (n)"]);
    session.press("q");
    session.shows(&["first1 [fails]", "is preempted", "i play"]);
    session.wait("no mouse", |screen| !has_mouse(screen));
}
