//! All executions of a program that the memory model RC11 allows, with no bound.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use assert_cmd::Command;
use racelings::catalog::Catalog;
use racelings::exploration::budget::Work;
use racelings::exploration::schedule::Environment;
use racelings::exploration::search::Freedom;
use racelings::source::{self, CHECK_LINE};
use racelings::{fixes, originals};
use serde_json::Value;

use super::survey::Program;

const BUDGET: Work = Work::of(Duration::from_secs(60));

fn environment() -> Environment {
    Environment {
        rounds: 1,
        extra: 0,
        mode: None,
    }
}

/// Threads that print nothing, and `main` that joins them and prints what it finds.
fn text(threads: &[&str], found: &str) -> String {
    let spawned: String = threads
        .iter()
        .map(|thread| {
            format!("let thread = thread::spawn(|| {{ {thread} }}); threads.push(thread);")
        })
        .collect();
    format!(
        "
use std::sync::atomic::{{AtomicU64, Ordering::*, fence}};
use std::thread;

static X: AtomicU64 = AtomicU64::new(0);
static Y: AtomicU64 = AtomicU64::new(0);

fn main() {{
    let mut threads: Vec<thread::JoinHandle<Vec<u64>>> = Vec::new();
    {spawned}
    let seen: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    let _ = fence;
    print!(\"{{seen:?}} {{:?}}\", {found});
}}
"
    )
}

/// How many executions a program has in all, under sequential consistency and under RC11, and whether what it prints is among them.
fn litmus(threads: &[&str], found: &str, asked: &str, counts: (u64, u64), answers: (bool, bool)) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("program.rs");
    fs::write(&file, text(threads, found)).unwrap();
    let program = Program::compile(&file);
    let all = |freedom| {
        let (survey, coverage) = program.survey_unbounded(environment(), freedom, BUDGET);
        assert!(survey.complete, "{threads:?}: {coverage:?}");
        let has = survey.outcomes.keys().any(|printed| printed == asked);
        (coverage.interleavings, has)
    };
    let ((one, interleaved), (other, allowed)) = (all(None), all(Some(Freedom::StaleRead)));
    assert_eq!(
        ((one, other), (interleaved, allowed)),
        (counts, answers),
        "{threads:?}"
    );
}

#[test]
fn litmus_tests_have_as_many_executions_as_the_axioms_count() {
    let buffering = |order| {
        [
            format!("X.store(1, {order}); vec![Y.load({order})]"),
            format!("Y.store(1, {order}); vec![X.load({order})]"),
        ]
    };
    let ordered = [
        "X.store(1, Release); vec![Y.load(Acquire)]",
        "Y.store(1, Release); vec![X.load(Acquire)]",
    ];
    litmus(&ordered, "()", "[[0], [0]] ()", (3, 4), (false, true));
    let ordered = buffering("SeqCst");
    let ordered = [&*ordered[0], &*ordered[1]];
    litmus(&ordered, "()", "[[0], [0]] ()", (3, 3), (false, false));
    let message = [
        "X.store(1, Relaxed); Y.store(1, Relaxed); vec![]",
        "vec![Y.load(Relaxed), X.load(Relaxed)]",
    ];
    litmus(&message, "()", "[[], [1, 0]] ()", (3, 4), (false, true));
    let published = [
        "X.store(1, Relaxed); Y.store(1, Release); vec![]",
        "vec![Y.load(Acquire), X.load(Relaxed)]",
    ];
    litmus(&published, "()", "[[], [1, 0]] ()", (3, 3), (false, false));
    let writes = [
        "X.store(1, Relaxed); Y.store(2, Relaxed); vec![]",
        "Y.store(1, Relaxed); X.store(2, Relaxed); vec![]",
    ];
    let end = "(X.load(Relaxed), Y.load(Relaxed))";
    litmus(&writes, end, "[[], []] (1, 1)", (3, 4), (false, true));
    let weak = [
        "vec![u64::from(X.compare_exchange_weak(0, 1, Relaxed, Relaxed).is_ok())]",
        "X.store(2, Relaxed); vec![]",
    ];
    litmus(&weak, "()", "[[0], []] ()", (2, 3), (true, true));
    let loads = [
        "let seen = X.load(Relaxed); Y.store(1, Relaxed); vec![seen]",
        "let seen = Y.load(Relaxed); X.store(1, Relaxed); vec![seen]",
    ];
    litmus(&loads, "()", "[[1], [1]] ()", (3, 3), (false, false));
}

/// What a program comes to with stale reads up to a bound, it comes to with none.
pub fn has_the_outcomes_within(bound: u32, program: &Program) -> Result<(), String> {
    let stale = Some(Freedom::StaleRead);
    let budget = Work::of(Duration::from_secs(1));
    let (all, coverage) = program.survey_unbounded(environment(), stale, budget);
    if !all.complete {
        return Ok(());
    }
    let within = program.survey_within(environment(), stale, bound, budget);
    let (all, within): (BTreeSet<_>, BTreeSet<_>) = (
        all.outcomes.keys().collect(),
        within.outcomes.keys().collect(),
    );
    match within.is_subset(&all) {
        true => Ok(()),
        false => Err(format!(
            "{within:?} with a bound, {all:?} without: {coverage:?}"
        )),
    }
}

/// How many executions the known fixes with atomics have that allow more than interleavings, and whether a check finishes them.
#[test]
#[ignore = "some minutes, and the numbers are to be read"]
fn known_fixes_with_atomics_come_to_the_same_with_a_bound_and_without() {
    let root = Path::new(super::ROOT);
    let catalog = Catalog::find(root).unwrap();
    for exercise in &catalog.exercises {
        let starter = originals::read(root, exercise).unwrap();
        let fixes = fixes::of(root, exercise).into_iter();
        let is_weak = |part: &str| {
            ["Relaxed", "Acquire", "Release", "AcqRel", "_weak"]
                .iter()
                .any(|word| part.contains(word))
        };
        for fix in fixes.filter(|fix| is_weak(&fix.part)) {
            let part = format!("{}{CHECK_LINE}\n", fix.part);
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("program.rs");
            fs::write(&file, source::compose(&part, &starter).unwrap().text).unwrap();
            let program = Program::compile(&file);
            has_the_outcomes_within(2, &program).unwrap();
            for rounds in [1, 2] {
                let environment = Environment {
                    rounds,
                    ..environment()
                };
                let all = |freedom, budget| {
                    let budget = Work::of(Duration::from_millis(budget));
                    program.survey_unbounded(environment, freedom, budget)
                };
                let (_, one) = all(None, 2_000);
                let (survey, other) = all(Some(Freedom::StaleRead), 300);
                let (slow, more) = all(Some(Freedom::StaleRead), 5_000);
                println!(
                    "{}, {rounds}: {} interleavings {:?}; within a check {} in {} executions {:?}; {} in {} {:?}",
                    fix.shown,
                    one.interleavings,
                    one.rest,
                    other.interleavings,
                    survey.executions,
                    other.rest,
                    more.interleavings,
                    slow.executions,
                    more.rest,
                );
            }
        }
    }
}

fn explored(file: &str, options: &[&str]) -> Value {
    let said = Command::cargo_bin("racelings")
        .unwrap()
        .current_dir(super::ROOT)
        .args(["explore", "--format", "json", file])
        .args(options)
        .output()
        .unwrap();
    serde_json::from_slice(&said.stdout).unwrap()
}

#[test]
fn the_model_is_chosen_and_said() {
    let file = "tests/explore/fails/store_buffering_released.rs";
    let found = explored(file, &[]);
    assert_eq!(
        (&found["verdict"], &found["model"]),
        (&"fails".into(), &"rc11".into())
    );
    let alone = explored(file, &["--model", "sc"]);
    assert_eq!(
        (&alone["verdict"], &alone["model"]),
        (&"passes".into(), &"sc".into())
    );
    assert!(
        alone["headline"]
            .to_string()
            .contains("all 3 interleavings under sequential consistency")
    );
    let bounded = explored(file, &["--model", "sc", "--bound", "1"]);
    let within = "with up to 1 preemption, under sequential consistency";
    assert!(
        bounded["headline"].to_string().contains(within),
        "{bounded}"
    );
}

#[test]
fn a_pass_says_how_many_executions_the_model_allows() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("program.rs");
    let threads = [
        "X.store(1, Relaxed); vec![Y.load(Relaxed)]",
        "Y.store(1, Relaxed); vec![X.load(Relaxed)]",
    ];
    fs::write(&file, text(&threads, "()")).unwrap();
    let found = explored(file.to_str().unwrap(), &["--exhaustive"]);
    let all = "passes in all 4 executions that the memory model RC11 allows";
    assert!(found["headline"].to_string().contains(all), "{found}");
    assert_eq!(found["unbounded"]["under_rc11"], 4);
}
