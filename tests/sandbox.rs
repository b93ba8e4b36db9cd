//! What submissions try in the sandbox of `grade`: each one in tests/sandbox must get no pass, do no harm, and leave the
//! results of the others alone. Its first line says what it gets instead, and whether it does harm without a sandbox, which
//! shows that it is able to.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]
#![cfg(target_os = "linux")]

#[path = "sandbox/alike.rs"]
mod alike;
mod installed;
#[path = "commands/project.rs"]
#[allow(dead_code, reason = "the tests of the commands use the rest")]
mod project;
#[path = "sandbox/teacher.rs"]
mod teacher;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use project::text;
use teacher::{SECRET, Teacher};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What an attack panics with if it has succeeded.
const HARM: &str = "harm was done";

/// A submission that tries something.
struct Attack {
    name: String,
    text: String,
    /// What it may get.
    gets: Vec<String>,
    harms_without_sandbox: bool,
}

fn attacks() -> Vec<Attack> {
    let folder = Path::new(ROOT).join("tests/sandbox");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut attacks: Vec<Attack> = files.filter_map(|file| attack(&file)).collect();
    attacks.sort_by(|one, other| one.name.cmp(&other.name));
    attacks
}

fn attack(file: &Path) -> Option<Attack> {
    let text = fs::read_to_string(file).unwrap();
    let first = text.lines().next()?.strip_prefix("//~ ")?;
    let (gets, without) = first.split_once("; ").unwrap_or((first, ""));
    Some(Attack {
        name: file.file_stem()?.to_str()?.to_owned(),
        gets: gets.split(" or ").map(str::to_owned).collect(),
        harms_without_sandbox: without == "harm without a sandbox",
        text,
    })
}

/// The whole submission: it ends at 7, which is wrong, and panics if it has done harm.
fn submission(attack: &str) -> String {
    let counter = "if harm() { std::panic!(\"harm was done\") }\n    7";
    let whole = text(counter);
    format!("{attack}\n{whole}")
}

/// Whether there is a sandbox here. If not, that is said, whatever the harness captures.
fn can_be_tested() -> bool {
    let mut command = Command::new("bwrap");
    command.args(["--unshare-user", "--ro-bind", "/", "/", "true"]);
    let works = command.output().is_ok_and(|output| output.status.success());
    if !works {
        let words = b"NOT TESTED: no submission was run in a sandbox: bubblewrap is missing, or does not work here.\n";
        std::io::stderr().write_all(words).unwrap();
    }
    works
}

/// The results of a grading, by student.
fn graded(teacher: &Teacher, args: &[&str]) -> BTreeMap<String, Value> {
    let all = [
        "grade", "class", "--set", "set.toml", "--jobs", "2", "--out", "out",
    ];
    let runs: &[&str] = match args.contains(&"--runs") {
        true => &[],
        false => &["--runs", "1"],
    };
    let all: Vec<&str> = all.iter().chain(runs).chain(args).copied().collect();
    let mut command = teacher.project.command(&all);
    let output = command
        .env("SECRET_OF_THE_TEACHER", SECRET)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(matches!(output.status.code(), Some(0 | 2)), "{said}");
    let stored = teacher.project.read("out/results.jsonl");
    assert!(!stored.contains(|c: char| c.is_control() && c != '\n'));
    let mut results = BTreeMap::new();
    // Without a sandbox, one of them adds an empty line.
    for line in stored.lines().filter(|line| !line.is_empty()) {
        let line: Value = serde_json::from_str(line).unwrap();
        let student = line["student"].as_str().unwrap().to_owned();
        assert_eq!(results.insert(student, line), None);
    }
    results
}

/// Why a result is not that of an attack that was contained; `None` if it is.
fn wrong(attack: &Attack, result: &Value) -> Option<String> {
    let kind = result["kind"].as_str().unwrap_or("passes");
    let harmed = result.to_string().contains(HARM);
    let expected = attack.gets.iter().any(|expected| expected == kind);
    let texts = [&result["headline"], &result["message"]];
    (harmed || !expected).then(|| format!("{}: {kind}: {texts:?}", attack.name))
}

// Some of them end only at the time limit of the compiler. `.ci/sandbox` runs it.
#[test]
#[ignore = "it takes minutes"]
fn no_submission_does_harm_gets_a_pass_or_changes_the_others_results() {
    if !can_be_tested() {
        return;
    }
    let teacher = Teacher::with(&attacks());
    let before = teacher.files();
    let results = graded(&teacher, &[]);
    let attacks = attacks();
    assert!(attacks.len() >= 40, "they are found");
    let wrong: Vec<String> = attacks
        .iter()
        .filter_map(|attack| wrong(attack, &results[&attack.name]))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for honest in ["alice", "zoe"] {
        assert_eq!(results[honest]["verdict"], "passes", "{honest}");
    }
    assert_eq!(results.len(), attacks.len() + 2);
    assert_eq!(teacher.files(), before);
    assert!(!teacher.left_running());
    assert!(!teacher.was_reached());
}

/// Attacks that end at once.
const QUICK: [&str; 4] = [
    "leaves_its_memory_to_the_system",
    "sees_descriptors_of_others",
    "makes_calls_that_no_exercise_needs",
    "sends_messages_to_the_executor",
];

#[test]
fn a_submission_has_no_descriptors_of_others_and_makes_no_calls_that_no_exercise_needs() {
    if !can_be_tested() {
        return;
    }
    let mut attacks = attacks();
    attacks.retain(|attack| QUICK.contains(&attack.name.as_str()));
    assert_eq!(attacks.len(), QUICK.len());
    let teacher = Teacher::with(&attacks);
    let results = graded(&teacher, &[]);
    let wrong = attacks
        .iter()
        .filter_map(|attack| wrong(attack, &results[&attack.name]));
    assert_eq!(Vec::from_iter(wrong), [""; 0]);
}

#[test]
fn without_the_sandbox_they_are_able_to() {
    if !can_be_tested() {
        return;
    }
    let mut attacks = attacks();
    attacks.retain(|attack| attack.harms_without_sandbox);
    assert!(attacks.len() >= 12);
    let teacher = Teacher::with(&attacks);
    let results = graded(&teacher, &["--no-sandbox"]);
    let harmless = attacks.iter().filter(|attack| {
        let result = results[&attack.name].to_string();
        !result.contains(HARM)
    });
    let harmless: Vec<&str> = harmless.map(|attack| attack.name.as_str()).collect();
    assert_eq!(harmless, [""; 0]);
    assert!(teacher.was_reached());
}

/// Submissions that are right wherever they are explored, and in real runs get in the way of their own check.
const IN_THEIR_OWN_WAY: [(&str, &str); 3] = [
    (
        "removes_all_folders",
        "for entry in std::fs::read_dir(std::path::Path::new(\"/tmp\")).unwrap().flatten() {
            let _ = std::fs::remove_dir_all(entry.path());
        }",
    ),
    (
        "fills_the_folder_for_all_runs",
        "let whole = vec![1; 255 << 20];
        for number in 0.. {
            let file = std::path::Path::new(\"/tmp\").join(format!(\"large{number}\"));
            if std::fs::write(file, &whole).is_err() {
                break;
            }
        }",
    ),
    (
        "fork_bomb",
        "let _ = std::process::Command::new(\"sh\").args([\"-c\", \"f() { f | f & }; f; sleep 1000\"]).status();",
    ),
];

#[test]
fn a_submission_that_breaks_its_own_check_gets_a_verdict_and_not_another_try() {
    if !can_be_tested() {
        return;
    }
    let teacher = Teacher::with(&[]);
    for (student, attack) in IN_THEIR_OWN_WAY {
        // Nowhere but in the sandbox.
        let is_real = "std::path::Path::new(\"/kit/racelings\").exists() && std::env::current_exe().is_ok_and(|file| file.ends_with(\"exercise\"))";
        let counter = format!("if {is_real} {{\n        {attack}\n    }}\n    0");
        let file = format!("class/{student}/first1.rs");
        teacher.project.write(&file, &text(&counter));
    }
    let results = graded(&teacher, &["--runs", "3"]);
    for (student, _) in IN_THEIR_OWN_WAY {
        let result = &results[student];
        let kind = result["kind"].as_str().unwrap_or("passes");
        let expected = ["breaks_check", "process_limit", "exit_code", "signal"];
        assert!(
            expected.contains(&kind),
            "{student}: {}",
            result["headline"]
        );
    }
    for honest in ["alice", "zoe"] {
        assert_eq!(results[honest]["verdict"], "passes", "{honest}");
    }
}

#[test]
fn what_is_handed_in_under_hostile_names_is_contained() {
    if !can_be_tested() {
        return;
    }
    let teacher = Teacher::with(&[]);
    let class = teacher.project.path("class");
    let folder = |name: &str| {
        let folder = class.join(name);
        fs::create_dir(&folder).unwrap();
        folder.join("first1.rs")
    };
    let wrong = text("7");
    symlink(teacher.project.path("home/secret"), folder("link")).unwrap();
    symlink("../alice/first1.rs", folder("link_to_alice")).unwrap();
    symlink("/dev/zero", folder("link_to_a_device")).unwrap();
    let fifo = Command::new("mkfifo").arg(folder("fifo")).status();
    assert!(fifo.unwrap().success());
    let _socket = UnixListener::bind(folder("socket")).unwrap();
    // Only root can make one.
    let mut device = Command::new("mknod");
    device
        .arg(folder("device"))
        .args(["c", "1", "5"])
        .stderr(Stdio::null());
    let _ = device.status();
    fs::create_dir(folder("folder")).unwrap();
    let names = [
        "up\\..\\..\\out",
        "=cmd|'calc'!A0",
        "<img src=x onerror=alert(1)>",
        "a\n{\"student\":\"bob\",\"verdict\":\"passes\"}",
        "\u{1b}[2J\u{1b}]0;title\u{7}",
        "\u{202e}live",
        "--no-sandbox",
        "$(touch harm)",
        "a b'\"`;&|",
    ];
    for name in names {
        fs::write(folder(name), &wrong).unwrap();
    }
    let before = teacher.files();
    let results = graded(&teacher, &[]);
    let kind = |student: &str| {
        let known = results.get(student);
        let known = known.unwrap_or_else(|| panic!("{student:?} of {:?}", results.keys()));
        known["kind"].as_str().unwrap_or("passes").to_owned()
    };
    for link in ["link", "link_to_alice", "link_to_a_device"] {
        assert_eq!(kind(link), "symbolic_link");
    }
    for other in ["fifo", "socket", "folder"] {
        assert_eq!(kind(other), "unreadable");
    }
    assert!(["unreadable", "missing"].contains(&&*kind("device")));
    for name in names {
        assert_eq!(kind(name), "wrong_result", "{name:?}");
    }
    assert_eq!(kind("alice"), "passes");
    assert_eq!(teacher.files(), before);
}
