//! The budgets of exploring and of real runs count work, so the verdict is the same on every machine, busy or not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::process::{Child, Command, Stdio};

use assert_cmd::cargo::CommandCargoExt;
use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn kit(arguments: &[&str]) -> (Option<i32>, Value) {
    let said = Command::cargo_bin("racelings")
        .unwrap()
        .current_dir(ROOT)
        .args(arguments)
        .args(["--format", "json"])
        .output()
        .unwrap();
    let stdout = String::from_utf8_lossy(&said.stdout);
    let value = serde_json::from_str(&stdout).unwrap_or_else(|_| panic!("{stdout}"));
    (said.status.code(), value)
}

#[test]
fn of_sixteen_threads_the_two_that_race_are_found() {
    let program = "tests/budget/sixteen_threads_of_which_two_race.rs";
    let (code, found) = kit(&["explore", program]);
    assert_eq!(code, Some(1), "{found}");
    assert_eq!(found["kind"], "panic", "{found}");
    assert_eq!(found["line"], 17, "{found}");
    assert_eq!(found["preemptions"], 1, "{found}");
}

#[test]
fn sixteen_threads_pass_when_all_interleavings_with_a_delay_were_explored() {
    let (code, found) = kit(&[
        "explore",
        "tests/budget/sixteen_threads.rs",
        "--budget",
        "1",
    ]);
    assert_eq!(code, Some(0), "{found}");
    assert_eq!(found["bound"], Value::Null, "{found}");
    assert!(found["delays"].as_u64() >= Some(1), "{found}");
    assert_eq!(found["complete"], false, "{found}");
}

#[test]
fn where_a_few_threads_have_too_many_interleavings_delays_are_counted_as_well() {
    let program = "tests/budget/four_threads.rs";
    let (code, found) = kit(&["explore", program, "--budget", "0.5"]);
    assert_eq!(code, Some(0), "{found}");
    assert_eq!(found["bound"], Value::Null, "{found}");
    assert_eq!(found["delays"], 1, "{found}");
    assert_eq!(found["complete"], false, "{found}");
}

#[test]
fn a_verdict_claims_no_more_preemptions_than_were_asked_for() {
    let program = "tests/explore/passes/mutex_counter.rs";
    let (code, found) = kit(&["explore", program, "--bound", "1"]);
    assert_eq!(code, Some(0), "{found}");
    assert_eq!(
        (&found["bound"], &found["complete"]),
        (&1.into(), &true.into())
    );
}

#[test]
fn what_was_not_explored_even_without_a_preemption_is_not_finished() {
    let program = "tests/budget/sixteen_threads.rs";
    let (code, found) = kit(&["explore", program, "--budget", "0.05"]);
    assert_eq!(code, Some(2), "{found}");
    assert_eq!(found["verdict"], "not_run", "{found}");
    assert_eq!(found["kind"], "not_finished", "{found}");
    assert!(found["executions"].as_u64() > Some(1), "{found}");
    let (_, again) = kit(&["explore", program, "--budget", "0.05"]);
    assert_eq!(found["executions"], again["executions"]);
}

/// With a budget of hours, this ends only because the race decides the verdict.
#[test]
fn a_data_race_fails_at_once_also_where_it_never_brings_about_a_wrong_value() {
    let program = "tests/budget/race_without_a_wrong_value.rs";
    let (code, found) = kit(&["explore", program, "--budget", "10000"]);
    assert_eq!(code, Some(1), "{found}");
    assert_eq!(found["kind"], "data_race", "{found}");
    assert_eq!(found["line"], 20, "{found}");
}

/// Processes that use all the processor time that they can get, until they are dropped.
struct Load(Vec<Child>);

impl Load {
    fn of(processes: usize) -> Load {
        let busy = |_| {
            Command::new("sh")
                .args(["-c", "while :; do :; done"])
                .stdin(Stdio::null())
                .spawn()
                .unwrap()
        };
        Load((0..processes).map(busy).collect())
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        for process in &mut self.0 {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

#[test]
fn under_a_load_of_twenty_the_verdicts_are_the_same() {
    let _load = Load::of(20);
    let run = |exercise: &str, file: &str| {
        let (code, found) = kit(&["run", exercise, "--file", file, "--runs", "3"]);
        let word = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
        (code, word("verdict"), word("kind"), found)
    };
    let right =
        "tests/variants/06_process_locks/process_locks4/right/mutex_around_the_file_lock.rs";
    let (code, verdict, kind, found) = run("process_locks4", right);
    let said = (code, verdict.as_str(), kind.as_str());
    assert_eq!(said, (Some(0), "passes", ""), "{found}");
    let starter = "exercises/.originals/02_threads/threads2.rs";
    let (code, verdict, kind, found) = run("threads2", starter);
    let said = (code, verdict.as_str(), kind.as_str());
    assert_eq!(said, (Some(1), "fails", "wrong_result"), "{found}");
}
