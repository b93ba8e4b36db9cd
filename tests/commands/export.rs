//! `grade export`: from `results.jsonl` alone, nothing is checked.

use predicates::prelude::*;
use predicates::str::contains;
use serde_json::{Value, json};

use crate::installed;
use crate::project::Project;

/// A line of `results.jsonl`.
fn line(student: &str, exercise: &str, verdict: &str, kind: Option<&str>) -> Value {
    let schedule = (verdict == "fails").then_some("2t:a3b");
    json!({
        "schema": "racelings/grade/1", "student": student, "exercise": exercise,
        "file": format!("{exercise}.rs"), "starter": false, "known_fix": null, "points": 2.0,
        "verdict": verdict, "kind": kind, "headline": format!("{exercise}: {verdict}"), "message": "because",
        "line": 7, "sentences": ["1. inc reads 0."], "schedule": schedule, "executions": 3, "bound": 2,
        "delays": null, "complete": true, "runs": 20, "checks": 1, "seconds": 0.5, "processor_seconds": 0.25,
        "key": "0123456789abcdef".repeat(4), "kept": false,
        "origin": {"kit": "0.1.0 (1)", "rustc": "rustc 1.95.0", "machine": "here", "partition": "all", "sandbox": "bubblewrap"},
        "class": {"students": 2, "exercises": 2},
    })
}

/// Alice passes one of two; of one of bob's nothing is known. One line is older than another for the same cell.
fn graded() -> Project {
    let project = Project::new();
    let lines = [
        line("alice", "second1", "fails", Some("deadlock")),
        line("alice", "second1", "passes", None),
        line("alice", "first1", "fails", Some("wrong_result")),
        line("=bob/..", "first1", "passes", None),
        line("=bob/..", "second1", "not_run", Some("surroundings")),
    ];
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    project.write("graded/results.jsonl", &text);
    project
}

fn json_in(project: &Project, file: &str) -> Value {
    serde_json::from_str(&project.read(file)).unwrap()
}

#[test]
fn a_class_is_one_file_with_its_exercises_in_their_order() {
    let project = graded();
    let export = |format: &str| project.racelings(&["grade", "export", format]).success();
    export("csv").stdout(contains("graded/grades.csv"));
    let csv = project.read("graded/grades.csv");
    let mut rows = csv.split("\r\n");
    assert_eq!(
        rows.next(),
        Some("\u{feff}student,first1,second1,points,max_points,feedback")
    );
    assert!(csv.contains("\r\n\"'=bob/..\",2,,,4,"), "{csv}");
    assert!(csv.contains("\r\nalice,0,2,2,4,"), "{csv}");
    export("junit").stdout(contains("graded/junit.xml"));
    assert!(
        project
            .read("graded/junit.xml")
            .contains("tests=\"4\" failures=\"1\" errors=\"1\"")
    );
    export("overview").stdout(contains("graded/overview.html"));
    let html = project.read("graded/overview.html");
    assert!(
        html.contains("1. inc reads 0.") && html.contains("✓ 2"),
        "{html}"
    );
}

#[test]
fn a_student_of_whom_something_is_not_known_has_no_file() {
    let project = graded();
    for format in ["gradescope", "prairielearn", "exercism"] {
        project
            .racelings(&["grade", "export", format])
            .code(2)
            .stdout(contains("1 file for 2 students"))
            .stderr(contains(
                "=bob/.. has no file: nothing is known about second1.",
            ));
        let value = json_in(&project, &format!("graded/{format}/alice.json"));
        assert_eq!(value["tests"].as_array().unwrap().len(), 2, "{format}");
    }
}

#[test]
fn one_students_file_is_written_where_a_service_wants_it() {
    let project = graded();
    let export = |format: &str, student: &str| {
        let args = ["grade", "export", format, "graded", "--student", student];
        project.command(&[&args[..], &["-o", "results.json"]].concat())
    };
    export("gradescope", "alice").assert().success();
    assert_eq!(json_in(&project, "results.json")["tests"][1]["score"], 2.0);
    export("gradescope", "mallory")
        .assert()
        .code(2)
        .stderr(contains("no results of a student"));
    export("csv", "alice")
        .assert()
        .code(2)
        .stderr(contains("--student is for"));
    export("classroom50", "alice")
        .assert()
        .code(2)
        .stderr(contains("COMMIT_URL is not set"));
    let said = [
        "CLASSROOM",
        "ASSIGNMENT",
        "SUBMISSION_TAG",
        "COMMIT_URL",
        "RELEASE_URL",
    ];
    export("classroom50", "alice")
        .envs(said.map(|name| (name, "said")))
        .assert()
        .success();
    let value = json_in(&project, "results.json");
    assert_eq!(value["schema"], "classroom50/result/v1");
    assert_eq!(
        (&value["score"], &value["max-score"]),
        (&json!(2), &json!(4))
    );
}

#[test]
fn where_there_are_no_results_it_says_so() {
    let project = Project::new();
    let export = || project.racelings(&["grade", "export", "csv"]).code(2);
    export().stderr(contains("graded/results.jsonl cannot be read"));
    project.write("graded/results.jsonl", "");
    export().stderr(contains("there are no results in it"));
    let help = installed::racelings()
        .args(["grade", "export", "--help"])
        .assert()
        .success();
    help.stdout(contains("classroom50").and(contains("prairielearn")));
}
