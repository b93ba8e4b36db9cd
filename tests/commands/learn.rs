//! `list`, `hint`, `reset`, `diff`, `solution` and `card`.

use std::fs;

use predicates::prelude::*;
use predicates::str::contains;

use crate::project::{INFO, Project, lines, stdout, text};

#[test]
fn list_is_a_table_where_there_is_no_terminal() {
    let project = Project::new();
    project.save_first("0");
    project.racelings(&["run", "first1", "--runs", "1"]).code(0);
    let said = project.racelings(&["list"]).code(0);
    let table = stdout(&said);
    let row = |name: &str| {
        let row = table.lines().find(|line| line.contains(name)).unwrap();
        row.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(row("first1"), "first1 done 1");
    assert_eq!(row("02_two"), "exercises/02_two");
    assert_eq!(row("second1"), "> second1 pending 0");
    assert_eq!(row("third1"), "third1 pending 0");
}

#[test]
fn list_as_json_is_an_object_for_each_exercise() {
    let said = Project::new()
        .racelings(&["list", "--format", "json"])
        .code(0);
    let lines = lines(&said);
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[2]["name"], "third1");
    assert_eq!(lines[2]["modes"], serde_json::json!(["processes"]));
    assert_eq!(lines[2]["file"], "exercises/02_two/third1.rs");
    assert_eq!(lines[0]["current"], true);
    assert_eq!(lines[0]["hints"], 2);
}

#[test]
fn list_leaves_nothing_behind() {
    let project = Project::new();
    project.racelings(&["list"]).code(0);
    assert!(!project.path(".racelings").exists());
}

#[test]
fn hint_gives_the_next_one_each_time_and_stays_at_the_last() {
    let project = Project::new();
    let hint = || stdout(&project.racelings(&["hint", "second1"]).code(0));
    let first = hint();
    assert!(first.contains("Hint 1 of 2 for second1"), "{first}");
    assert!(first.contains("a vague hint"), "{first}");
    for _ in 0..2 {
        let last = hint();
        assert!(last.contains("Hint 2 of 2 for second1"), "{last}");
        assert!(last.contains("a plain hint"), "{last}");
    }
    assert_eq!(project.listed(1)["hints_seen"], 2);
}

#[test]
fn hint_without_a_name_is_for_the_current_exercise() {
    Project::new()
        .racelings(&["hint"])
        .code(0)
        .stdout(contains("for first1"));
}

#[test]
fn reset_gives_the_starter_and_names_the_backup_that_keeps_the_text() {
    let project = Project::new();
    project.save_first("my_own_work()");
    let said = stdout(&project.racelings(&["reset", "first1"]).code(0));
    assert_eq!(project.read("exercises/01_one/first1.rs"), text("7"));
    let backup = said
        .lines()
        .find_map(|line| line.strip_prefix("Your version is kept in "));
    let backup = project.path(backup.unwrap());
    assert_eq!(fs::read_to_string(backup).unwrap(), text("my_own_work()"));
}

#[test]
fn a_second_reset_keeps_the_first_backup() {
    let project = Project::new();
    for work in ["my_own_work()", "my_other_work()"] {
        project.save_first(work);
        project.racelings(&["reset", "first1"]).code(0);
    }
    let kept = fs::read_dir(project.path(".racelings/backups")).unwrap();
    let mut kept: Vec<_> = kept
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    kept.sort();
    assert_eq!(kept, [text("my_other_work()"), text("my_own_work()")]);
}

#[test]
fn reset_of_an_untouched_exercise_makes_no_backup() {
    let project = Project::new();
    project
        .racelings(&["reset", "first1"])
        .code(0)
        .stdout(contains("Your version").not());
    assert!(!project.path(".racelings/backups").exists());
}

#[test]
fn reset_brings_a_deleted_file_back() {
    let project = Project::new();
    fs::remove_file(project.path("exercises/01_one/first1.rs")).unwrap();
    project.racelings(&["reset", "first1"]).code(0);
    assert_eq!(project.read("exercises/01_one/first1.rs"), text("7"));
}

#[test]
fn diff_shows_the_learners_part_beside_the_solutions() {
    let project = Project::new();
    project.save_first("1234");
    let said = stdout(&project.racelings(&["diff", "first1"]).code(0));
    let changed: Vec<_> = said
        .lines()
        .filter(|line| line.starts_with(['-', '+']))
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(changed, ["- yours + solution", "- 3 1234", "+ 3 7 - 7"]);
    assert!(!said.contains("fn main"), "{said}");
}

#[test]
fn solution_shows_where_it_is_and_its_text() {
    let project = Project::new();
    project
        .racelings(&["solution", "first1"])
        .code(0)
        .stdout(contains("solutions/01_one/first1.rs").and(contains(text("7 - 7"))));
}

/// A project whose first exercise has a card.
fn with_card() -> Project {
    let project = Project::new();
    let card = r#"
[exercises.card]
why = "It is zero."
question = "What if it were one?"
answer = "Then it would fail."
fixes = ["other"]
costs = ["Zero: nothing.", "One: a failure."]

[[exercises]]
name = "second1""#;
    let info = INFO.replacen("\n[[exercises]]\nname = \"second1\"", card, 1);
    project.write("info.toml", &info);
    let fix = "//~ PASSES\n//! It says zero outright.\n".to_owned() + &text("0");
    let end = fix.find("\nmod check").unwrap();
    let variants = "tests/variants/01_one/first1";
    project.write(&format!("{variants}/right/other.rs"), fix[..end].trim_end());
    project
}

#[test]
fn card_shows_its_answer_only_when_asked_to() {
    let project = with_card();
    let card = stdout(&project.racelings(&["card", "first1"]).code(0));
    assert!(card.starts_with("Why it passes: It is zero."), "{card}");
    assert!(card.contains("- It says zero outright."), "{card}");
    assert!(card.contains("racelings card first1 --answer"), "{card}");
    assert!(!card.contains("Then it would fail."), "{card}");
    project
        .racelings(&["card", "first1", "--answer"])
        .code(0)
        .stdout(contains("Answer: Then it would fail."));
    project
        .racelings(&["card", "second1"])
        .code(2)
        .stderr(contains("second1 has no card."));
}

#[test]
fn run_says_after_a_pass_where_the_card_is() {
    let project = with_card();
    let run = |name| project.racelings(&["run", name, "--runs", "1"]);
    run("first1")
        .code(1)
        .stdout(contains("racelings card").not());
    project.save_first("0");
    run("first1")
        .code(0)
        .stdout(contains("`racelings card first1`"));
    let card = stdout(&project.racelings(&["card", "first1"]).code(0));
    assert!(
        !card.contains("It says zero outright."),
        "their own fix: {card}"
    );
}

/// A project whose first exercise has this wrong known fix, and a right one.
fn with_known_fixes(wrong: &str) -> Project {
    let project = Project::new();
    let part = |first: &str, says: &str, counter: &str| {
        let text = text(counter);
        let (part, _) = text.split_once("mod check").unwrap();
        format!("{first}\n//! {says}\n\n{}\n", part.trim_end())
    };
    let fixes = "tests/variants/01_one/first1";
    let wrong = part("//~ FAILS wrong_result", "It is wrong.", wrong);
    project.write(&format!("{fixes}/wrong/a.rs"), &wrong);
    let right = part("//~ PASSES", "It is right.", "3 - 3");
    project.write(&format!("{fixes}/right/b.rs"), &right);
    project
}

/// A counter that two threads add to and take from, in a load and a store each.
const RACING: &str = "use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
    static COUNTER: AtomicI64 = AtomicI64::new(0);
    let add = |step: i64| COUNTER.store(COUNTER.load(SeqCst) + step, SeqCst);
    std::thread::scope(|scope| {
        scope.spawn(move || add(1));
        scope.spawn(move || add(-1));
    });
    COUNTER.load(SeqCst)";

#[test]
fn a_level_is_a_wrong_fix_that_the_player_breaks_and_that_is_kept() {
    let project = with_known_fixes(RACING);
    let play = |typed: &str| {
        let mut command = project.command(&["play", "first1", "--fix", "--linear"]);
        command.write_stdin(typed.to_owned()).assert()
    };
    play("")
        .code(2)
        .stderr(contains("would give the solution away"));
    project.save_first("0");
    project.racelings(&["run", "first1", "--runs", "1"]).code(0);
    play("2\nquit\n")
        .code(0)
        .stdout(contains("Fix 1 of 1 is not broken yet"));
    // Both load, then both store.
    let said = play("2\n3\n3\nrun 3\nrun 2\nquit\n").code(0);
    said.stdout(contains("You broke fix 1 of 1 with 1 preemption (par 1)."));
    let state = project.read(".racelings/state.toml");
    assert!(
        state.contains("[exercises.first1.broken]\na = 1"),
        "{state}"
    );
    // What is asked then: the store that uses the old value.
    let line = project
        .command(&["quiz", "first1", "--fix", "1"])
        .write_stdin("5\n")
        .assert();
    let line = line.code(0).stdout(contains("1 of 1 right."));
    // The command that it prints runs as printed.
    let said = stdout(&line);
    let (_, replay) = said.split_once(" replay ").unwrap();
    let replay: Vec<&str> = replay.split_whitespace().take(2).collect();
    project
        .racelings(&["replay", replay[0], replay[1]])
        .code(1)
        .stdout(contains("the counter ended at"));
    project
        .racelings(&["play", "first1", "--fix", "2", "--linear"])
        .code(2)
        .stderr(contains("first1 has one known wrong fix"));
}

#[test]
fn quiz_does_not_give_away_the_solution_of_an_exercise_that_fails() {
    let project = with_known_fixes("3 - 1");
    let said = project.racelings(&["quiz", "first1"]).code(2);
    said.stdout("")
        .stderr(contains("would give the solution away"));
    project.racelings(&["quiz"]).code(2).stdout("");
}

#[test]
fn quiz_asks_about_each_known_fix_and_the_kit_checks_the_answers() {
    let project = with_known_fixes("3 - 1");
    project.save_first("0");
    project.racelings(&["run", "first1", "--runs", "1"]).code(0);
    // Both are said to pass: one of the answers is right.
    let said = project
        .command(&["quiz"])
        .write_stdin("what?\ny\ny\n")
        .assert();
    let said = said.code(0);
    for expected in [
        "first1: fix 1 of 2",
        "first1: fix 2 of 2",
        "Type y if it passes",
        "Right.",
        "It is right.",
        "You said that it passes.",
        "It is wrong.",
        "1 of 2 right.",
    ] {
        assert!(stdout(&said).contains(expected), "{}", stdout(&said));
    }
    let state = project.read(".racelings/state.toml");
    assert!(state.contains("answered = [\"b\"]"), "{state}");
    // The one that is not answered yet comes first then.
    let said = project.command(&["quiz"]).write_stdin("q\n").assert();
    let said = said.code(0).stdout(contains("3 - 1"));
    said.stdout(contains("3 - 3").not().and(contains("You answered none.")));
}
