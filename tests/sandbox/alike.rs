//! The kit's own exercises get the same verdicts in the sandbox and without it, and on a machine with much else to do.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output};

use racelings::catalog::{Catalog, Exercise};
use racelings::fixes::{self, Expected};
use racelings::source::CHECK_LINE;
use serde_json::Value;
use tempfile::TempDir;

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

/// A class whose students hand these in.
struct Class {
    folder: TempDir,
}

impl Class {
    fn of(exercises: &[&Exercise]) -> Class {
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
        Class { folder }
    }

    /// What is found of each student's programs, in a grading of its own.
    fn graded(&self, out: &str, options: &[&str]) -> BTreeMap<String, Value> {
        let all = [
            "grade", "class", "--set", "set.toml", "--jobs", "2", "--out", out,
        ];
        let runs: &[&str] = match options.contains(&"--runs") {
            true => &[],
            false => &["--runs", "2"],
        };
        let args: Vec<&str> = all.iter().chain(runs).chain(options).copied().collect();
        let folder = self.folder.path();
        let output = project::in_folder(folder, &args).output().unwrap();
        let stored = fs::read_to_string(folder.join(out).join("results.jsonl")).unwrap_or_default();
        let lines = stored
            .lines()
            .map(|line| serde_json::from_str(line).unwrap());
        let lines: Vec<Value> = lines.collect();
        let code = output.status.code();
        assert_eq!(code, Some(0), "{}", why_not_all(&output, &lines));
        lines
            .iter()
            .map(|line| {
                let cell = format!("{} of {}", line["exercise"], line["student"]);
                let found = FOUND.map(|key| (key.to_owned(), line[key].clone()));
                (cell, Value::Object(found.into_iter().collect()))
            })
            .collect()
    }

    /// The grades, as a teacher gets them.
    fn grades(&self, out: &str) -> String {
        let folder = self.folder.path();
        let args = ["grade", "export", "csv", out];
        project::in_folder(folder, &args).assert().success();
        fs::read_to_string(folder.join(out).join("grades.csv")).unwrap()
    }
}

/// What a grading said that has not checked all, with each reason for that and how often it is given.
fn why_not_all(output: &Output, lines: &[Value]) -> String {
    let mut reasons = BTreeMap::new();
    for line in lines.iter().filter(|line| line["verdict"] == "not_run") {
        let reason = format!("{}: {} {}", line["kind"], line["headline"], line["message"]);
        *reasons.entry(reason).or_insert(0) += 1;
    }
    let said = [&output.stdout, &output.stderr].map(|said| String::from_utf8_lossy(said));
    format!("{}\n{}\n{reasons:#?}", said[0], said[1])
}

/// Asserts that two gradings found the same.
fn assert_alike([(how, one), (other_how, other)]: [(&str, &BTreeMap<String, Value>); 2]) {
    let different = one
        .iter()
        .filter(|(cell, found)| other.get(*cell) != Some(found));
    let different: Vec<String> = different
        .map(|(cell, found)| {
            format!(
                "{cell}: {how} {found}, but {other_how} {:?}",
                other.get(cell)
            )
        })
        .collect();
    assert!(different.is_empty(), "{}", different.join("\n"));
    assert_eq!(one.len(), other.len());
}

fn are_found_alike(exercises: &[&Exercise]) {
    let class = Class::of(exercises);
    let inside = class.graded("inside", &[]);
    let outside = class.graded("outside", &["--no-sandbox"]);
    assert_alike([("in the sandbox", &inside), ("without it", &outside)]);
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

/// How the solution saves, and how a program does that in a real run of the sandbox: slowly, and not in one step.
const SAVES: [&str; 2] = [
    "    let mut file = File::create(NEW).unwrap();",
    "    let program = std::env::current_exe().unwrap();
    if std::path::Path::new(\"/kit/racelings\").exists() && program.ends_with(\"exercise\") {
        fs::write(FILE, \"\").unwrap();
        std::thread::sleep(std::time::Duration::from_millis(5));
        fs::write(FILE, value.to_string()).unwrap();
        return;
    }
    let mut file = File::create(NEW).unwrap();",
];

#[test]
fn a_worker_is_killed_in_real_runs_in_the_sandbox_too() {
    if !can_be_tested() {
        return;
    }
    let kit = Catalog::find(Path::new(ROOT)).unwrap();
    let exercise = kit.get("torn_save1").unwrap();
    let class = Class::of(&[exercise]);
    let solution = class.folder.path().join("class/solution/torn_save1.rs");
    let text = fs::read_to_string(&solution).unwrap();
    let [saves, slowly] = SAVES;
    assert_eq!(text.matches(saves).count(), 1);
    let torn = class.folder.path().join("class/starter/torn_save1.rs");
    fs::write(torn, text.replace(saves, slowly)).unwrap();
    let found = class.graded("inside", &["--runs", "40"]);
    let of = |student: &str, key| &found[&format!("\"torn_save1\" of \"{student}\"")][key];
    // Both hold the lock while they save: only one that is killed leaves the file empty, and another one panics.
    assert_eq!(of("starter", "kind"), "panic");
    assert_eq!(of("solution", "verdict"), "passes");
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

/// So many programs that keep the cores busy until it is dropped.
struct Load(Vec<Child>);

impl Load {
    fn of(programs: usize) -> Load {
        let busy = || {
            let mut command = Command::new("sh");
            command.args(["-c", "while :; do :; done"]).spawn().unwrap()
        };
        Load((0..programs).map(|_| busy()).collect())
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        for program in &mut self.0 {
            let _ = program.kill();
            let _ = program.wait();
        }
    }
}

/// With threads and with processes.
const SMALL: [&str; 3] = ["threads2", "processes1", "locks2"];

// `.ci/sandbox` runs it.
#[test]
#[ignore = "it takes minutes"]
fn a_class_that_is_graded_again_at_load_20_gets_the_same_grades() {
    if !can_be_tested() {
        return;
    }
    let kit = Catalog::find(Path::new(ROOT)).unwrap();
    let class = Class::of(&SMALL.map(|name| kit.get(name).unwrap()));
    let at_first = class.graded("first", &[]);
    let _load = Load::of(20);
    let again = class.graded("again", &[]);
    assert_alike([("at first", &at_first), ("again", &again)]);
    assert_eq!(class.grades("again"), class.grades("first"));
}
