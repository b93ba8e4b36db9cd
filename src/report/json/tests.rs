use super::super::schema;
use super::*;
use crate::check::verdict::{Failure, Output, Passed};

fn line(verdict: Verdict) -> serde_json::Value {
    let checked = Checked {
        name: "threads1".into(),
        file: "exercises/02_threads/threads1.rs".into(),
        is_starter: false,
        verdict,
        notes: Vec::new(),
        seconds: 0.123_456,
    };
    let text = checked_json(&checked);
    assert!(!text.contains('\n'));
    serde_json::from_str(&text).unwrap()
}

#[test]
fn every_key_is_always_there() {
    let coverage = Coverage {
        environments: 1,
        executions: 57,
        within: vec![10, 24, 57],
        delays: None,
        complete: true,
        counting: None,
        exhausted: false,
        unbounded: None,
        model: Model::Rc11,
        crashes: false,
    };
    let passed = Passed {
        explored: vec![(Some(Mode::Threads), coverage)],
        runs: vec![(Mode::Threads, 2)],
        rounds: vec![(Mode::Threads, 100)],
        values: vec!["0".into(), "0".into()],
    };
    let expected = serde_json::json!({
        "schema": "racelings/check/1", "name": "threads1", "verdict": "passes", "kind": null, "message": "the counter ended at 0 each time",
        "headline": "✓ threads1 passes in all 57 interleavings with up to 2 preemptions, and in 2 real runs under threads",
        "file": "exercises/02_threads/threads1.rs", "line": null, "runs": 2,
        "values": ["0", "0"], "seconds": 0.123, "not_explored": null, "executions": 57,
        "bound": 2, "delays": null, "complete": true, "model": "rc11", "unbounded": null, "crashes": false, "preemptions": null, "schedule": null, "sentences": [],
        "trace": [], "cycle": [], "notes": [],
    });
    assert_eq!(line(Verdict::Passes(passed)), expected);
}

fn runs() -> Runs {
    Runs {
        mode: Mode::Threads,
        rounds: 20,
        values: Vec::new(),
        runs: 1,
        tasks: Vec::new(),
        killed: None,
        explored: Vec::new(),
        stdout: Output::default(),
        stderr: Output::default(),
    }
}

#[test]
fn a_panic_names_its_own_file_and_line() {
    let location = Some(Location {
        file: "other.rs".into(),
        line: 9,
    });
    let failure = Failure {
        kind: Kind::Panic {
            message: "oh".into(),
            location,
        },
        evidence: Evidence::Runs(runs()),
    };
    let line = line(Verdict::Fails(Box::new(failure)));
    assert_eq!(
        (&line["verdict"], &line["kind"]),
        (&"fails".into(), &"panic".into())
    );
    assert_eq!(
        (&line["file"], &line["line"]),
        (&"other.rs".into(), &9.into())
    );
    assert_eq!(line["message"], "it panicked at other.rs:9: oh");
}

#[test]
fn a_failure_in_real_runs_says_what_was_explored_before() {
    let coverage = Coverage {
        environments: 1,
        executions: 57,
        within: vec![10, 24, 57],
        delays: None,
        complete: true,
        counting: None,
        exhausted: false,
        unbounded: None,
        model: Model::Rc11,
        crashes: false,
    };
    let failure = Box::new(Failure {
        kind: Kind::NoResult,
        evidence: Evidence::Runs(Runs {
            explored: vec![(Some(Mode::Threads), coverage)],
            ..runs()
        }),
    });
    let line = line(Verdict::Fails(failure));
    assert_eq!(
        (&line["runs"], &line["executions"]),
        (&1.into(), &57.into())
    );
    assert_eq!(
        (&line["bound"], &line["complete"]),
        (&2.into(), &true.into())
    );
}

#[test]
fn a_compile_error_is_not_run_with_its_line() {
    let why = NotRun::DoesNotCompile {
        rendered: "error: …".into(),
        message: "mismatched types".into(),
        location: Some(Location {
            file: "a.rs".into(),
            line: 7,
        }),
    };
    let line = line(Verdict::NotRun(why));
    assert_eq!(
        (&line["verdict"], &line["line"]),
        (&"not_run".into(), &7.into())
    );
    assert_eq!(line["message"], "mismatched types");
}

#[test]
fn the_schemas_are_those_of_what_is_printed() {
    let check = schemars::schema_for!(Line<'static>);
    schema::assert_current("check", CHECK_SCHEMA, check);
    let explore = schemars::schema_for!(ProgramLine<'static>);
    schema::assert_current("explore", EXPLORE_SCHEMA, explore);
}
