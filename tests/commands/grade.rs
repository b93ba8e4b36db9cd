//! `grade` and `grade merge`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::thread;
use std::time::Duration;

use predicates::prelude::*;
use predicates::str::contains;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::installed;
use crate::project::{Project, lines, text};

type Results = BTreeMap<(String, String), Value>;

/// What is the same in two gradings of one class: for each student and exercise all but times, and who has checked it.
fn results(project: &Project, out: &str) -> Results {
    let stored = project.read(&format!("{out}/results.jsonl"));
    let lines = stored
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let mut results = BTreeMap::new();
    for mut line in lines {
        let cell = (word(&line["student"]), word(&line["exercise"]));
        for key in ["seconds", "processor_seconds", "kept", "origin"] {
            line.as_object_mut().unwrap().remove(key).unwrap();
        }
        let known = results.insert(cell.clone(), line);
        assert_eq!(known, None, "{cell:?} is there twice");
    }
    results
}

/// The verdict or the kind of a result.
fn word<'a>(results: &'a Results, student: &str, exercise: &str) -> &'a str {
    let line = &results[&(student.to_owned(), exercise.to_owned())];
    line["kind"]
        .as_str()
        .or_else(|| line["verdict"].as_str())
        .unwrap()
}

/// A class of five: one passes, one has changed nothing, one is wrong, one does not compile, one is hostile.
fn class() -> Project {
    let project = Project::new();
    let submit =
        |file: &str, counter: &str| project.write(&format!("class/{file}"), &text(counter));
    submit("alice/first1.rs", "7 - 7");
    submit("alice/second1.rs", "14 - 14");
    submit("bob/exercises/01_one/first1.rs", "7");
    submit("bob/exercises/02_two/second1.rs", "7");
    submit("bob/exercises/02_two/third1.rs", "7");
    submit("carol/racelings-main/exercises/01_one/first1.rs", "8");
    // The same as alice's.
    submit("carol/second1.rs", "14 - 14");
    submit("dave\n\u{1b}[2J/first1.rs", "7 +");
    project.write("class/dave\n\u{1b}[2J/second1.rs", "fn main() {}");
    project.write("class/mallory/info.toml", "format_version = 9");
    project.write(
        "class/mallory/exercises/.originals/01_one/first1.rs",
        &text("0"),
    );
    symlink("/etc/passwd", project.path("class/mallory/first1.rs")).unwrap();
    let made = Command::new("mkfifo")
        .arg(project.path("class/mallory/second1.rs"))
        .status();
    assert!(made.unwrap().success());
    project.write("class/grades.csv", "alice,1\n");
    project
}

fn grade(project: &Project, args: &[&str]) -> assert_cmd::assert::Assert {
    // The sandbox has its own tests: tests/sandbox.rs.
    let all = ["grade", "class", "--runs", "1", "--no-sandbox"];
    let all = all.iter().chain(args);
    project.racelings(&all.copied().collect::<Vec<_>>())
}

/// The class, and its results of one grading in the folder `old`: what other gradings have to agree with.
static GRADED: LazyLock<(Project, Results)> = LazyLock::new(|| {
    let project = class();
    grade(&project, &["--out", "old"]).code(0);
    let results = results(&project, "old");
    (project, results)
});

#[test]
fn each_student_gets_a_result_for_each_exercise_whatever_was_handed_in() {
    let project = class();
    grade(&project, &["--out", "out"])
        .code(0)
        .stdout(contains(
            "5 students, 15 results: 3 passes, 4 fails, 4 not checked, 4 missing.",
        ))
        .stderr(contains("not a submission: grades.csv"));
    let results = results(&project, "out");
    let words =
        |student: &str| ["first1", "second1", "third1"].map(|name| word(&results, student, name));
    assert_eq!(words("alice"), ["passes", "passes", "missing"]);
    assert_eq!(
        words("bob"),
        ["wrong_result", "wrong_result", "wrong_result"]
    );
    assert_eq!(words("carol"), ["wrong_result", "passes", "missing"]);
    assert_eq!(
        words("dave\n\u{1b}[2J"),
        ["does_not_compile", "no_check_line", "missing"]
    );
    assert_eq!(words("mallory"), ["symbolic_link", "unreadable", "missing"]);
    let stored = project.read("out/results.jsonl");
    assert!(!stored.contains('\u{1b}'));
    assert_eq!(
        stored
            .lines()
            .filter(|line| line.contains("\"kept\":true"))
            .count(),
        1
    );
    let lines: Vec<Value> = stored
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    crate::schemas::assert_described("grade", &lines);
    assert_pages(&project, "out", &lines);
    // Grading leaves nothing behind beside its results and pages, and changes no submission.
    assert_eq!(fs::read_dir(project.path("out")).unwrap().count(), 2);
    assert!(!project.path(".racelings/state.toml").exists());
}

/// Checks that each text that fails by an interleaving has its page beside the results, once, and nothing else has one.
fn assert_pages(project: &Project, out: &str, lines: &[Value]) {
    let mut pages = BTreeSet::new();
    for line in lines {
        let Some(page) = line["page"].as_str() else {
            assert!(line["schedule"].is_null(), "{line}");
            continue;
        };
        assert_eq!(line["verdict"], "fails");
        let html = project.read(&format!("{out}/{page}"));
        assert!(html.starts_with("<!doctype html>"), "{html}");
        assert!(html.contains(line["exercise"].as_str().unwrap()));
        pages.insert(page.to_owned());
    }
    let there = fs::read_dir(project.path(&format!("{out}/pages"))).unwrap();
    assert_eq!(there.count(), pages.len());
    assert!(!pages.is_empty());
}

/// Whether some process has this text in its environment.
fn is_in_an_environment(text: &str) -> bool {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let mut environments = processes.filter_map(|one| fs::read(one.path().join("environ")).ok());
    let contains = |bytes: Vec<u8>| {
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    environments.any(contains)
}

#[test]
fn a_grading_that_was_stopped_and_then_killed_goes_on_where_it_was() {
    let project = class();
    let file = project.path("out/results.jsonl");
    let temporary = project.path("temporary");
    fs::create_dir(&temporary).unwrap();
    let begin = || {
        Command::new(env!("CARGO_BIN_EXE_racelings"))
            .current_dir(project.path(""))
            .env("PATH", installed::path())
            .env("TMPDIR", &temporary)
            .args([
                "grade",
                "class",
                "--runs",
                "1",
                "--no-sandbox",
                "--out",
                "out",
                "--jobs",
                "1",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let until_checked = |checks: usize, grade: &mut Child| {
        let is_check = |line: &&str| line.contains("\"checks\":1");
        let checked = || {
            fs::read_to_string(&file)
                .unwrap_or_default()
                .lines()
                .filter(is_check)
                .count()
        };
        while checked() < checks && grade.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_millis(5));
        }
    };
    let mut stopped = begin();
    until_checked(1, &mut stopped);
    kill_process(Pid::from_child(&stopped), Signal::INT).unwrap();
    let stopped = stopped.wait_with_output().unwrap();
    assert_eq!(stopped.status.code(), Some(2));
    let said = String::from_utf8(stopped.stdout).unwrap();
    assert!(
        said.contains("The same command goes on from there."),
        "{said}"
    );
    let mut killed = begin();
    until_checked(3, &mut killed);
    killed.kill().unwrap();
    killed.wait().unwrap();
    // Nothing that it has started survives it. What it works in is known by its folder for temporary files.
    while is_in_an_environment(temporary.to_str().unwrap()) {
        thread::sleep(Duration::from_millis(5));
    }
    // As if it was killed while it wrote.
    let mut stored = fs::read_to_string(&file).unwrap();
    let before = stored.lines().count();
    stored.push_str("{\"schema\":\"racelings/gra");
    fs::write(&file, stored).unwrap();
    grade(&project, &["--out", "out"]).code(0);
    assert!(before < 15, "it was killed too late to try anything");
    assert_eq!(results(&project, "out"), GRADED.1);
    // Nothing is left to do.
    let stored = project.read("out/results.jsonl");
    let said = grade(&project, &["--out", "out", "--format", "json"]).code(0);
    assert_eq!(project.read("out/results.jsonl"), stored);
    let summary = lines(&said);
    crate::schemas::assert_described("grade_summary", &summary);
    assert_eq!(summary.len(), 1);
    let counted = [
        "students", "results", "passes", "fails", "missing", "kept", "left",
    ];
    let counted = counted.map(|key| summary[0][key].as_u64().unwrap());
    assert_eq!(counted, [5, 15, 3, 4, 4, 1, 0]);
}

#[test]
fn two_shards_merged_are_equal_to_one_grading() {
    let project = class();
    grade(&project, &["--out", "one", "--partition", "hash:1/2"]).code(0);
    let merge = |parts: &[&str]| {
        let all = ["grade", "merge", "--out", "merged"].iter().chain(parts);
        project.racelings(&all.copied().collect::<Vec<_>>())
    };
    merge(&["one"]).code(2).stdout(
        predicate::str::is_match("✗ \\d+ results are missing. Nothing is there of hash:2/2.")
            .unwrap(),
    );
    grade(&project, &["--out", "two", "--partition", "hash:2/2"]).code(0);
    merge(&["one", "two"]).code(0);
    assert_eq!(results(&project, "merged"), GRADED.1);
    let said = merge(&["one", "two", "--format", "json"]).code(0);
    let summary = lines(&said);
    crate::schemas::assert_described("merge_summary", &summary);
    assert_eq!(
        (&summary[0]["results"], &summary[0]["problems"]),
        (&15.into(), &json!([]))
    );
    let merged = project.read("merged/results.jsonl");
    merge(&["two", "one"]).code(0);
    assert_eq!(project.read("merged/results.jsonl"), merged);
    let lines = merged
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    assert_pages(&project, "merged", &Vec::from_iter(lines));
    // A folder does not confirm itself, and is not written to while it is read.
    merge(&["one", "./one"])
        .code(2)
        .stderr(contains("named twice"));
    merge(&["one", "merged"])
        .code(2)
        .stderr(contains("Name a folder of its own with --out"));
    assert_eq!(project.read("merged/results.jsonl"), merged);
    // What is merged is never lost by merging something else.
    merge(&["one"])
        .code(2)
        .stderr(contains("nothing was written"));
    assert_eq!(project.read("merged/results.jsonl"), merged);
}

#[test]
fn an_earlier_grading_is_used_again_and_a_set_says_what_counts() {
    let project = &GRADED.0;
    project.write("set.toml", "[[exercises]]\nname = \"first1\"\npoints = 2\n");
    grade(
        project,
        &["--out", "new", "--set", "set.toml", "--previous", "old"],
    )
    .code(0)
    .stdout(contains("5 students, 5 results"))
    .stdout(contains("0 checks"));
    // A smaller set in the same folder counts what is in it.
    grade(project, &["--out", "old", "--set", "set.toml"])
        .code(0)
        .stdout(contains("5 students, 5 results"));
    let all = results(project, "new");
    assert!(all.keys().all(|(_, exercise)| exercise == "first1"));
    project.write("set.toml", "[[exercises]]\nname = \"first2\"\n");
    grade(project, &["--out", "new", "--set", "set.toml"])
        .code(2)
        .stderr(contains(
            "set.toml:2: there is no exercise \"first2\". Did you mean \"first1\"?",
        ));
}

#[test]
fn what_cannot_be_graded_is_refused_before_anything_is_written() {
    let project = Project::new();
    grade(&project, &[])
        .code(2)
        .stderr(contains("class cannot be read"));
    fs::create_dir(project.path("class")).unwrap();
    grade(&project, &[])
        .code(2)
        .stderr(contains("there is no submission in class"));
    fs::write(project.path("class/alice.zip"), "").unwrap();
    if !cfg!(feature = "archives") {
        grade(&project, &[])
            .code(2)
            .stderr(contains("--features archives"));
    }
    project.racelings(&["grade"]).code(2);
    grade(&project, &["--partition", "hash:3/2"])
        .code(2)
        .stderr(contains("hash:1/4"));
    assert!(!project.path("graded").exists());
}

#[cfg(feature = "archives")]
#[test]
fn an_archive_is_graded_as_the_folder_in_it() {
    let project = Project::new();
    project.write("packed/exercises/01_one/first1.rs", &text("7 - 7"));
    fs::create_dir(project.path("class")).unwrap();
    let packed = Command::new("tar")
        .current_dir(project.path("packed"))
        .args(["-czf", "../class/alice.tar.gz", "exercises"])
        .status();
    assert!(packed.unwrap().success());
    project.write("class/bob.zip", "no archive");
    grade(&project, &["--out", "out"]).code(0);
    let results = results(&project, "out");
    assert_eq!(word(&results, "alice", "first1"), "passes");
    assert_eq!(word(&results, "bob", "first1"), "bad_archive");
}

#[test]
fn without_a_sandbox_nothing_is_graded_unless_the_teacher_wants_that() {
    let project = class();
    let nothing = project.path("nothing");
    fs::create_dir(&nothing).unwrap();
    let mut command = project.command(&["grade", "class"]);
    command.env("PATH", &nothing).assert().code(2).stderr(
        contains("bubblewrap is not installed. Install it:\n  ")
            .and(contains("`--no-sandbox` runs them with all your rights")),
    );
    assert!(!project.path("graded").exists());
    grade(&project, &["--out", "out"])
        .code(0)
        .stdout(contains("of code that ran without a sandbox."));
    let stored = project.read("out/results.jsonl");
    let lines = stored.lines();
    assert!(
        lines.clone().count() > 0
            && lines
                .clone()
                .all(|line| line.contains("\"sandbox\":\"none\""))
    );
}
