//! Each key of watch and of the list does what the page of keys says.

use crate::project::{Project, RACING, text};
use crate::session::{Session, racelings, wait_until};
use crate::watching;

const DOWN: &str = "\u{1b}[B";

#[test]
fn the_first_start_welcomes_and_checks() {
    let (_project, session) = watching(&[]);
    session.shows(&[
        "Welcome to the tests.",
        "0/3",
        "exercises/01_one/first1.rs",
        "? keys",
    ]);
}

#[test]
fn hints_come_one_after_the_other() {
    let (_project, mut session) = watching(&["watch"]);
    session.press("h");
    session.shows(&["Hint 1 of 2", "a vague hint"]);
    session.press("h");
    session.shows(&["Hint 2 of 2", "a plain hint"]);
    session.press("h");
    session.shows(&["That was the last hint."]);
}

#[test]
fn the_solution_is_named_and_shown_beside() {
    let (_project, mut session) = watching(&["watch"]);
    session.press("s");
    session.shows(&["solutions/01_one/first1.rs"]);
    session.press("d");
    session.shows(&["Your file beside the solution", "the solution"]);
    session.press("\u{1b}");
    session.shows(&["first1 [fails]"]);
}

#[test]
fn a_pass_shows_the_card_and_a_its_answer() {
    let (project, mut session) = watching(&["watch"]);
    session.press("a");
    session.shows(&["The question comes when first1 passes."]);
    project.save_first("0");
    session.shows(&["Question: What if it were one?", "a shows the answer."]);
    session.press("a");
    session.shows(&["Answer: Then it would fail."]);
}

#[test]
fn all_keys_are_listed() {
    let (_project, mut session) = watching(&["watch"]);
    session.press("?");
    session.shows(&["All keys", "show the next hint", "Ctrl-C"]);
    session.press("?");
    session.shows(&["first1 [fails]"]);
}

#[test]
fn next_and_previous_walk_through_the_exercises() {
    let (project, mut session) = watching(&["watch"]);
    session.press("n");
    session.shows(&["Press n again to skip it for now"]);
    session.press("n");
    session.shows(&["second1 [fails]"]);
    session.press("p");
    session.shows(&["first1 [fails]"]);
    project.save_first("0");
    session.shows(&["first1 [passes]", "1/3", "n: next exercise"]);
    session.press("n");
    session.shows(&["second1 [fails]"]);
    session.press("q");
    let (status, screen) = session.ends();
    assert!(status.success(), "{status:?}");
    assert!(screen.contains("you continue with second1"), "{screen}");
    // The current exercise and the progress are kept.
    let session = Session::start(racelings(&[]), project.root(), &project.temporary());
    session.shows(&["second1 [fails]", "1/3"]);
}

#[test]
fn reset_asks_and_keeps_a_backup() {
    let (project, mut session) = watching(&["watch"]);
    project.save_first("8");
    session.shows(&["ended at 8"]);
    session.press("x");
    session.shows(&["Reset first1?", "(y/n)"]);
    session.press("n");
    session.shows(&["first1 was not reset."]);
    session.press("x");
    session.shows(&["(y/n)"]);
    session.press("y");
    session.shows(&[
        "first1 is reset.",
        ".racelings/backups/first1",
        "ended at 7",
    ]);
    assert_eq!(project.read("exercises/01_one/first1.rs"), text("7"));
    let backups: Vec<_> = std::fs::read_dir(project.root().join(".racelings/backups"))
        .unwrap()
        .collect();
    let backup = backups[0].as_ref().unwrap().path();
    assert_eq!(std::fs::read_to_string(backup).unwrap(), text("8"));
}

#[test]
fn check_all_shows_a_table_and_goes_to_the_first_that_fails() {
    let (project, mut session) = watching(&["watch"]);
    project.save_first("0");
    session.shows(&["first1 [passes]"]);
    session.press("c");
    session.shows(&["second1 is the first that fails", "✓ first1", "✗ third1"]);
    session.press("\u{1b}");
    session.shows(&["second1 [fails]", "ended at 7"]);
}

#[test]
fn when_everything_passes_the_final_message_is_shown() {
    let project = Project::new();
    for name in ["01_one/first1", "02_two/second1", "02_two/third1"] {
        project.write(&format!("exercises/{name}.rs"), &text("0"));
    }
    let mut session = Session::start(racelings(&[]), project.root(), &project.temporary());
    session.shows(&["first1 [passes]", "1/3"]);
    session.press("c");
    session.shows(&["Every exercise passes.", "All of it is fixed.", "3/3"]);
}

#[test]
fn run_again_checks_without_a_save() {
    let (project, mut session) = watching(&["watch"]);
    session.press("r");
    // The check on start does not count as an attempt.
    wait_until("the attempt is not kept", || {
        std::fs::read_to_string(project.root().join(".racelings/state.toml"))
            .is_ok_and(|state| state.contains("attempts = 1"))
    });
    session.shows(&["first1 [fails]"]);
}

#[test]
fn the_list_filters_searches_and_jumps() {
    let (_project, mut session) = watching(&["watch"]);
    session.press("l");
    session.shows(&["> first1", "second1", "filter: all (3)"]);
    session.press("ff");
    session.shows(&["filter: pending (3)"]);
    session.press("/third\r");
    session.shows(&["> third1", "(1)"]);
    session.press("\r");
    session.shows(&["third1 [fails]"]);
}

#[test]
fn the_list_by_itself_jumps_and_ends() {
    let project = Project::new();
    let mut session = Session::start(racelings(&["list"]), project.root(), &project.temporary());
    session.shows(&["> first1", "f filter"]);
    session.press(DOWN);
    session.shows(&["> second1"]);
    session.press("\r");
    let (status, screen) = session.ends();
    assert!(status.success(), "{status:?}");
    assert!(
        screen.contains("The current exercise is second1"),
        "{screen}"
    );
    assert!(
        project
            .read(".racelings/state.toml")
            .contains("current = \"second1\"")
    );
}

#[test]
fn long_output_scrolls() {
    let (project, mut session) = watching(&["watch"]);
    let errors: String = (0..30)
        .map(|number| format!("unknown_{number}();\n"))
        .collect();
    project.save_first(&(errors + "0"));
    session.shows(&["does not compile", "↑↓"]);
    session.press("\u{1b}[F");
    session.shows(&["unknown_29"]);
    session.press("\u{1b}[H");
    session.shows(&["first1 was not checked"]);
    session.press(DOWN);
    session.wait("the second line as the first", |screen| {
        !screen.contents().contains("first1 was not checked")
    });
    session.press("\u{1b}[6~\u{1b}[5~\u{1b}[A");
    session.shows(&["first1 was not checked"]);
}

/// Watch, where the first exercise's starter has a race.
fn watching_a_race(arguments: &[&str]) -> (Project, Session) {
    let project = Project::new();
    project.start_first_with(RACING);
    let session = Session::start(racelings(arguments), project.root(), &project.temporary());
    session.shows(&["first1 [fails]"]);
    (project, session)
}

#[test]
fn how_a_starter_fails_is_asked_and_drawn_once_the_learner_wants_to_see_it() {
    let (project, mut session) = watching_a_race(&["watch"]);
    session.wait("a question, and no answer", |screen| {
        let screen = screen.contents();
        screen.contains("In which line would you preempt a thread?")
            && !screen.contains("is preempted")
    });
    session.press("e");
    session.shows(&["is preempted"]);
    session.press("q");
    session.ends();
    // What the learner has edited is drawn at once.
    project.save_first(&format!("// mine\n    {RACING}"));
    let session = Session::start(racelings(&[]), project.root(), &project.temporary());
    session.shows(&["is preempted"]);
}

#[test]
fn how_a_starter_fails_is_drawn_at_once_where_that_is_set() {
    let (_project, session) = watching_a_race(&["watch", "--explain"]);
    session.shows(&["is preempted"]);
}

#[test]
fn the_screen_follows_the_size_of_the_window() {
    let (_project, mut session) = watching(&["watch"]);
    session.resize(30, 8);
    session.wait("a narrow screen", |screen| {
        screen
            .contents()
            .lines()
            .last()
            .is_some_and(|keys| keys == "n next  h hint  ? keys  q quit")
    });
    session.resize(1, 1);
    session.resize(20, 5);
    session.shows(&["first1", "q quit"]);
    session.resize(120, 40);
    session.shows(&["r run again", "exercises/01_one/first1.rs"]);
    session.press("q");
    assert!(session.ends().0.success());
}

#[test]
fn a_paste_into_the_window_is_no_command() {
    let (project, mut session) = watching(&["watch"]);
    project.save_first("8");
    session.shows(&["ended at 8"]);
    session.press("\u{1b}[200~xyq\u{1b}[201~?");
    session.shows(&["All keys"]);
    assert_eq!(project.read("exercises/01_one/first1.rs"), text("8"));
}

#[test]
fn without_colour_the_same_is_said() {
    let project = Project::new();
    let mut command = racelings(&[]);
    command.env("NO_COLOR", "1");
    let session = Session::start(command, project.root(), &project.temporary());
    session.shows(&["first1 [fails]", "ended at 7", "0/3"]);
    session.wait("a screen without colours", |screen| {
        let (rows, columns) = screen.size();
        let cells = (0..rows.get()).flat_map(|row| (0..columns.get()).map(move |at| (row, at)));
        cells
            .filter_map(|(row, at)| screen.cell(row, at))
            .all(|cell| {
                cell.fgcolor() == vt100::Color::Default && cell.bgcolor() == vt100::Color::Default
            })
    });
}
