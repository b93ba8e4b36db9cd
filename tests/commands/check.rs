//! `run` and `verify`.

use predicates::prelude::*;
use predicates::str::contains;

use crate::project::{Project, lines, stdout, text};

const KEYS: [&str; 25] = [
    "bound",
    "complete",
    "crashes",
    "cycle",
    "delays",
    "executions",
    "file",
    "headline",
    "kind",
    "line",
    "message",
    "model",
    "name",
    "not_explored",
    "notes",
    "preemptions",
    "runs",
    "schedule",
    "schema",
    "seconds",
    "sentences",
    "trace",
    "unbounded",
    "values",
    "verdict",
];

#[test]
fn run_of_a_right_exercise_passes_and_the_next_is_current() {
    let project = Project::new();
    project.save_first("0");
    project
        .racelings(&["run", "first1", "--runs", "3"])
        .code(0)
        .stdout(contains(
            "first1 passes in its only interleaving, and in 3 real runs under threads",
        ));
    assert_eq!(project.listed(0)["state"], "done");
    assert_eq!(project.listed(1)["current"], true);
}

#[test]
fn run_of_a_wrong_exercise_fails_and_counts_the_attempt() {
    let project = Project::new();
    project
        .racelings(&["run", "first1"])
        .code(1)
        .stdout(contains("first1 fails: the counter ended at 7"));
    assert_eq!(project.listed(0)["state"], "pending");
    assert_eq!(project.listed(0)["attempts"], 1);
}

#[test]
fn run_without_a_name_checks_the_current_exercise() {
    let project = Project::new();
    project
        .racelings(&["run"])
        .code(1)
        .stdout(contains("first1 fails"));
    project.save_first("0");
    project.racelings(&["run", "--runs", "1"]).code(0);
    project
        .racelings(&["run"])
        .code(1)
        .stdout(contains("second1 fails"));
}

#[test]
fn run_of_what_does_not_compile_could_not_check_it() {
    let project = Project::new();
    project.save_first("seven");
    project
        .racelings(&["run", "first1"])
        .code(2)
        .stdout(contains("cannot find value `seven`"));
}

#[test]
fn run_as_json_is_one_line_with_every_key() {
    let project = Project::new();
    let said = project
        .racelings(&["run", "first1", "--format", "json"])
        .code(1);
    let lines = lines(&said);
    assert_eq!(lines.len(), 1);
    let mut keys: Vec<_> = lines[0].as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(keys, KEYS);
}

#[test]
fn run_of_another_file_leaves_the_progress_alone() {
    let project = Project::new();
    project.racelings(&["run", "first1"]).code(1);
    let before = project.read(".racelings/state.toml");
    project.write("other.rs", &text("0"));
    let args = ["run", "first1", "--runs", "1", "--format", "json", "--file"];
    let said = project
        .racelings(&[&args[..], &["other.rs"]].concat())
        .code(0);
    assert_eq!(lines(&said)[0]["file"], "other.rs");
    assert_eq!(project.read(".racelings/state.toml"), before);
    assert_eq!(project.read("exercises/01_one/first1.rs"), text("7"));
}

#[test]
fn run_of_a_file_that_is_not_there_could_not_check_it() {
    let args = ["run", "first1", "--format", "json", "--file", "other.rs"];
    let said = Project::new().racelings(&args).code(2);
    assert_eq!(lines(&said)[0]["kind"], "missing");
    assert_eq!(lines(&said)[0]["file"], "other.rs");
}

#[test]
fn run_makes_as_many_runs_in_each_mode_as_asked() {
    let project = Project::solved();
    let said = project.racelings(&["run", "third1", "--runs", "4", "--format", "json"]);
    assert_eq!(lines(&said.code(0))[0]["runs"], 4);
}

#[test]
fn commands_work_in_a_folder_below_the_project() {
    let project = Project::solved();
    project
        .command(&["run", "first1", "--runs", "1"])
        .current_dir(project.path("exercises/01_one"))
        .assert()
        .code(0);
}

#[test]
fn verify_succeeds_only_when_all_pass() {
    let project = Project::solved();
    project.racelings(&["verify", "--runs", "1"]).code(0);
    assert_eq!(project.listed(2)["state"], "done");
    project.write("exercises/02_two/second1.rs", &text("7"));
    project
        .racelings(&["verify", "--runs", "1"])
        .code(1)
        .stdout(contains("second1 fails").and(contains("third1 passes")));
}

#[test]
fn verify_with_one_that_does_not_compile_could_not_check_all() {
    let project = Project::solved();
    project.save_first("seven");
    project.racelings(&["verify", "--runs", "1"]).code(2);
}

#[test]
fn verify_as_json_is_a_line_for_each_exercise_in_their_order() {
    let project = Project::solved();
    project.save_first("seven");
    project.write("exercises/02_two/second1.rs", &text("7"));
    let args = ["verify", "--runs", "1", "--format", "json"];
    let lines = lines(&project.racelings(&args).code(1));
    let found: Vec<_> = lines
        .iter()
        .map(|line| {
            (
                line["name"].as_str().unwrap(),
                line["verdict"].as_str().unwrap(),
            )
        })
        .collect();
    let wanted = [
        ("first1", "not_run"),
        ("second1", "fails"),
        ("third1", "passes"),
    ];
    assert_eq!(found, wanted);
}

#[test]
fn nothing_is_coloured_and_no_cursor_moved_where_there_is_no_terminal() {
    let project = Project::new();
    // The compiler's own message comes with colours.
    project.save_first("seven");
    for (variable, value) in [
        ("NO_COLOR", "1"),
        ("TERM", "dumb"),
        ("TERM", "xterm-256color"),
    ] {
        let said = project
            .command(&["verify", "--runs", "1"])
            .env_remove("TERM")
            .env(variable, value)
            .assert()
            .code(1);
        let out = said.get_output();
        assert!(!out.stdout.contains(&0x1b), "{variable}: {}", stdout(&said));
        assert!(!out.stderr.contains(&0x1b), "{variable}={value}");
        assert!(stdout(&said).contains("error[E0425]"), "{}", stdout(&said));
    }
}

#[test]
fn verify_works_without_term() {
    let project = Project::solved();
    project
        .command(&["verify", "--runs", "1"])
        .env_remove("TERM")
        .assert()
        .code(0)
        .stdout(contains(
            "third1 passes in its only interleaving, and in 1 real run under processes",
        ));
}

#[test]
fn what_is_looked_at_to_show_a_data_race_by_its_wrong_value_is_counted() {
    let project = Project::new();
    project.save_first(
        "static mut COUNTER: i64 = 0;
    std::thread::scope(|scope| {
        scope.spawn(|| unsafe { COUNTER += 1 });
        scope.spawn(|| unsafe { COUNTER -= 1 });
    });
    unsafe { COUNTER }",
    );
    let said = project.racelings(&["run", "first1", "--format", "json"]);
    let line = &lines(&said.code(1))[0];
    assert_eq!(line["kind"], "wrong_result");
    // The first execution has the race, and no preemption; a later one has the wrong value.
    assert_eq!(line["preemptions"], 1);
    assert!(line["executions"].as_u64() > Some(1), "{line}");
}
