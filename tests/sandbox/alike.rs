//! The kit's own exercises get the same verdicts in the sandbox and without it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use racelings::catalog::{Catalog, Exercise};
use racelings::fixes::{self, Expected};
use racelings::source::CHECK_LINE;
use serde_json::Value;

use super::{ROOT, can_be_tested, project};

/// Exercises of all kinds: threads, processes, locks of both, waiting, orderings.
const OF_ALL_KINDS: [&str; 6] = [
    "threads2",
    "processes1",
    "locks2",
    "process_locks2",
    "condvar1",
    "publish1",
];

/// What is known of a program: the same wherever it is checked.
const FOUND: [&str; 8] = [
    "verdict",
    "kind",
    "line",
    "executions",
    "bound",
    "delays",
    "complete",
    "schedule",
];

/// What the students of a class hand in for an exercise: the starter, the solution, and a known fix of each kind.
fn submissions(exercise: &Exercise) -> Vec<(&'static str, String)> {
    let read = |file: &Path| fs::read_to_string(Path::new(ROOT).join(file)).unwrap();
    let known = fixes::of(Path::new(ROOT), exercise);
    let (right, wrong): (Vec<_>, Vec<_>) = known
        .iter()
        .partition(|fix| fix.expected == Expected::Passes);
    let fixes = [("right", right.first()), ("wrong", wrong.first())];
    let fixes = fixes
        .into_iter()
        .filter_map(|(student, fix)| Some((student, format!("{}{CHECK_LINE}\n", fix?.part))));
    [
        ("starter", read(&exercise.original_path())),
        ("solution", read(&exercise.solution_path())),
    ]
    .into_iter()
    .chain(fixes)
    .collect()
}

/// What is found of each student's programs, in the sandbox and without it.
fn found_in_both(exercises: &[&Exercise]) -> [BTreeMap<String, Value>; 2] {
    let folder = tempfile::tempdir().unwrap();
    let mut set = String::new();
    for exercise in exercises {
        let name = &exercise.name;
        set += &format!("[[exercises]]\nname = \"{name}\"\n");
        for (student, text) in submissions(exercise) {
            let to = folder.path().join("class").join(student);
            fs::create_dir_all(&to).unwrap();
            fs::write(to.join(format!("{name}.rs")), text).unwrap();
        }
    }
    fs::write(folder.path().join("set.toml"), set).unwrap();
    [
        &["--out", "inside"][..],
        &["--out", "outside", "--no-sandbox"],
    ]
    .map(|how| {
        let all = [
            "grade", "class", "--set", "set.toml", "--runs", "2", "--jobs", "2",
        ];
        let args: Vec<&str> = all.iter().chain(how).copied().collect();
        project::in_folder(folder.path(), &args).assert().code(0);
        let stored = fs::read_to_string(folder.path().join(how[1]).join("results.jsonl")).unwrap();
        let lines = stored
            .lines()
            .map(|line| serde_json::from_str(line).unwrap());
        lines
            .map(|line: Value| {
                let cell = format!("{} of {}", line["exercise"], line["student"]);
                // Where the budget ran out before the bound was reached, the last executions are not counted alike.
                let is_compared = |key: &str| key != "executions" || line["complete"] == true;
                let found = FOUND.into_iter().filter(|key| is_compared(key));
                let found = found.map(|key| (key.to_owned(), line[key].clone()));
                (cell, Value::Object(found.collect()))
            })
            .collect()
    })
}

fn are_found_alike(exercises: &[&Exercise]) {
    let [inside, outside] = found_in_both(exercises);
    let other = inside
        .iter()
        .filter(|(cell, found)| outside.get(*cell) != Some(found));
    let other: Vec<String> = other
        .map(|(cell, found)| {
            format!(
                "{cell}: {found}, but without the sandbox {:?}",
                outside.get(cell)
            )
        })
        .collect();
    assert!(other.is_empty(), "{}", other.join("\n"));
    assert_eq!(inside.len(), outside.len());
    for exercise in exercises {
        let verdict =
            |student| &inside[&format!("\"{}\" of \"{student}\"", exercise.name)]["verdict"];
        assert_eq!(verdict("solution"), "passes", "{}", exercise.name);
        assert_eq!(verdict("starter"), "fails", "{}", exercise.name);
    }
}

#[test]
fn exercises_of_all_kinds_get_the_same_verdicts_in_the_sandbox() {
    if !can_be_tested() {
        return;
    }
    let kit = Catalog::find(Path::new(ROOT)).unwrap();
    are_found_alike(&OF_ALL_KINDS.map(|name| kit.get(name).unwrap()));
}

// `.ci/sandbox` runs it.
#[test]
#[ignore = "it takes minutes"]
fn all_exercises_get_the_same_verdicts_in_the_sandbox() {
    if !can_be_tested() {
        return;
    }
    let kit = Catalog::find(Path::new(ROOT)).unwrap();
    are_found_alike(&Vec::from_iter(&kit.exercises));
}
