//! The explorer on small programs. The header of each program says what must be found:
//!
//! - `//~ PASSES` or `//~ FAILS kind`, and `` //~ LINE `text` ``: the verdict, and the decisive line.
//! - `//~ NOT_RUN text`: the program is not checked, and the message contains the text.
//! - `` //~ NOTE kind at `text` ``: the notes, all of them and in this order, each with its line if it has one.
//! - `` //~ OUTCOMES within 2: `a`, `b` ``: all outcomes with at most that many preemptions.
//! - `//~ EXECUTIONS within 1: 24`: the number of interleavings, derived by hand in a comment.
//!
//! The last two are about the search without reduction. With reduction the search must find the same outcomes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

#[path = "explore/counts.rs"]
mod counts;
#[path = "explore/header.rs"]
mod header;
#[path = "explore/races.rs"]
mod races;
#[path = "explore/rc11.rs"]
mod rc11;
#[path = "explore/survey.rs"]
mod survey;
#[path = "explore/unbounded.rs"]
mod unbounded;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use protocol::SwitchAt;
use racelings::exploration::search::{Freedom, Reduction};
use racelings::exploration::survey::Survey;
use serde_json::Value;

use header::Header;
use survey::Program;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The programs in these folders, as paths relative to the root of the project.
fn programs(folders: &[&str]) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for folder in folders {
        let entries = fs::read_dir(Path::new(ROOT).join(folder)).unwrap();
        let files = entries.map(|entry| Path::new(folder).join(entry.unwrap().file_name()));
        all.extend(files.filter(|file| file.extension().is_some_and(|kind| kind == "rs")));
    }
    all.sort();
    all
}

/// Runs `work` on all files, two at a time, and panics with all its errors.
fn on_each(files: &[PathBuf], work: impl Fn(&Path) -> Result<(), String> + Sync) {
    let next = std::sync::Mutex::new(files.iter());
    let wrong = std::sync::Mutex::new(String::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let file = next.lock().unwrap().next();
                    let Some(file) = file else { return };
                    if let Err(what) = work(file) {
                        let mut wrong = wrong.lock().unwrap();
                        writeln!(wrong, "{}: {what}", file.display()).unwrap();
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn explored(file: &Path) -> Value {
    explored_in(file, &std::env::temp_dir())
}

/// Like [`explored`], with temporary files in this folder.
fn explored_in(file: &Path, temporary: &Path) -> Value {
    let said = Command::cargo_bin("racelings")
        .unwrap()
        .current_dir(ROOT)
        .env("TMPDIR", temporary)
        .args(["explore", "--format", "json"])
        .arg(file)
        .output()
        .unwrap();
    let stdout = String::from_utf8_lossy(&said.stdout);
    let value: Value = serde_json::from_str(&stdout).unwrap_or_else(|_| panic!("{stdout}"));
    let code = match value["verdict"].as_str() {
        Some("passes") => 0,
        Some("fails") => 1,
        _ => 2,
    };
    assert_eq!(said.status.code(), Some(code), "{value}");
    value
}

/// Whether a program that passes must have been explored up to its bound.
#[derive(PartialEq)]
enum Completeness {
    IsAskedFor,
    DoesNotMatter,
}

fn judged(file: &Path, completeness: Completeness) -> Result<(), String> {
    judged_in(file, completeness, &std::env::temp_dir())
}

fn judged_in(file: &Path, completeness: Completeness, temporary: &Path) -> Result<(), String> {
    let header = Header::read(&Path::new(ROOT).join(file))?;
    let found = explored_in(file, temporary);
    let kind = found["kind"].as_str().map(str::to_owned);
    let line = found["line"]
        .as_u64()
        .map(|line| header.line(line as usize));
    let said = format!(
        "{} {kind:?} at {line:?}: {}",
        found["verdict"], found["message"]
    );
    if found["verdict"] == "not_run" {
        return Err(format!("it was not judged: {said}"));
    }
    if !header.allows(kind.as_deref()) {
        return Err(format!("{:?} expected: {said}", header.kinds));
    }
    let fits = header.lines.is_empty() || line.is_some_and(|line| header.lines.contains(&line));
    if !fits {
        return Err(format!("one of {:?} expected: {said}", header.lines));
    }
    let notes: Vec<(String, String)> = notes(&header, &found);
    if notes != header.notes {
        return Err(format!("the notes {:?} expected: {notes:?}", header.notes));
    }
    let incomplete = kind.is_none() && found["complete"] != true;
    if incomplete && completeness == Completeness::IsAskedFor {
        return Err(format!("its bound was not completed: {said}"));
    }
    Ok(())
}

/// The kinds of the notes, each with the text of its line.
fn notes(header: &Header, found: &Value) -> Vec<(String, String)> {
    let notes = found["notes"].as_array().unwrap();
    let text = |note: &Value| {
        let line = note["line"].as_u64();
        line.map_or_else(String::new, |line| header.line(line as usize))
    };
    notes
        .iter()
        .map(|note| (note["kind"].as_str().unwrap().to_owned(), text(note)))
        .collect()
}

#[test]
fn every_program_is_judged_as_it_says() {
    let files = programs(&["tests/explore/passes", "tests/explore/fails"]);
    assert!(files.len() >= 60, "{}", files.len());
    on_each(&files, |file| judged(file, Completeness::IsAskedFor));
}

#[test]
fn what_cannot_be_explored_has_its_line() {
    on_each(&programs(&["tests/explore/limits"]), |file| {
        let header = Header::read(&Path::new(ROOT).join(file))?;
        let named = header.limit.as_ref().ok_or("its header names no limit")?;
        let found = explored(file);
        let line = found["line"].as_u64();
        let line = line.map_or_else(String::new, |line| header.line(line as usize));
        let fits = found["kind"] == "not_explorable"
            && found["message"]
                .as_str()
                .is_some_and(|text| text.contains(named.as_str()))
            && match header.lines.is_empty() {
                true => line.is_empty(),
                false => header.lines.contains(&line),
            };
        match fits {
            true => Ok(()),
            false => Err(format!(
                "{} {} at {line:?}: {}",
                found["verdict"], found["kind"], found["message"]
            )),
        }
    });
}

#[test]
fn a_program_that_misbehaves_gets_a_verdict_and_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    on_each(&programs(&["tests/explore/faults"]), |file| {
        judged_in(file, Completeness::DoesNotMatter, place.path())
    });
    assert_eq!(survey::running_from(place.path()), 0);
}

#[test]
fn nothing_survives_the_kit_when_it_is_killed_in_the_middle() {
    let place = tempfile::tempdir().unwrap();
    let mut kit = std::process::Command::new(env!("CARGO_BIN_EXE_racelings"))
        .current_dir(ROOT)
        .args(["explore", "tests/explore/faults/never_yields.rs"])
        .env("TMPDIR", place.path())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    // The executors, and the processes of their executions.
    survey::wait_until(|| survey::running_from(place.path()) >= 4);
    kit.kill().unwrap();
    kit.wait().unwrap();
    survey::wait_until(|| survey::running_from(place.path()) == 0);
}

#[test]
fn outcomes_and_executions_are_those_derived_by_hand() {
    let files = programs(&["tests/explore/passes", "tests/explore/fails"]);
    on_each(&files, |file| {
        let header = Header::read(&Path::new(ROOT).join(file))?;
        if header.outcomes.is_none() && header.executions.is_none() {
            return Ok(());
        }
        let same = |expected: &[String], found: Survey| {
            let found: Vec<String> = found.outcomes.into_keys().collect();
            match found == expected {
                true => Ok(()),
                false => Err(format!("{expected:?} expected, {found:?} found")),
            }
        };
        let program = Program::compile(file);
        if let Some((bound, expected)) = &header.outcomes {
            let found = program.survey(SwitchAt::EveryAccess, Reduction::None, *bound);
            same(expected, found)?;
        }
        if let Some((bound, expected)) = &header.stale {
            for reduction in [Reduction::None, Reduction::PartialOrder] {
                let found = program.survey_with(Freedom::StaleRead, reduction, *bound);
                same(expected, found).map_err(|why| format!("{reduction:?}: {why}"))?;
            }
        }
        if let Some((bound, expected)) = header.executions {
            let found = program.survey(SwitchAt::EveryAccess, Reduction::None, bound);
            if found.executions != expected {
                return Err(format!(
                    "{expected} executions expected, {} found",
                    found.executions
                ));
            }
        }
        Ok(())
    });
}

/// The bound up to which a program is explored without reduction.
fn bound_without_reduction(file: &Path) -> Option<u32> {
    match Header::read(&Path::new(ROOT).join(file)) {
        // A program without outcomes in its header has too many executions, or endless ones.
        Ok(header) => header.outcomes.map(|(bound, _)| bound),
        // Two endless loops have branches in every iteration.
        Err(_) if file.ends_with("livelock.rs") => Some(1),
        Err(_) => Some(2),
    }
}

#[test]
fn the_reduced_search_comes_to_the_same_outcomes_as_the_one_without_reduction() {
    let mut files = programs(&["tests/explore/passes", "tests/explore/fails"]);
    files.extend(programs(&["crates/baton/tests/programs"]));
    on_each(&files, |file| {
        let Some(bound) = bound_without_reduction(file) else {
            return Ok(());
        };
        let program = Program::compile(file);
        for (bound, switch_at) in [
            (0, SwitchAt::EveryAccess),
            (bound.saturating_sub(1), SwitchAt::EveryAccess),
            (bound, SwitchAt::Synchronisation),
            (bound, SwitchAt::EveryAccess),
        ] {
            let whole = program.survey(switch_at, Reduction::None, bound);
            let reduced = program.survey(switch_at, Reduction::PartialOrder, bound);
            let differ = !whole.outcomes.keys().eq(reduced.outcomes.keys());
            if switch_at == SwitchAt::Synchronisation && whole.racing > 0 {
                // A program whose plain accesses race has to be searched with a switch at each of them.
                continue;
            }
            if differ || (whole.racing > 0) != (reduced.racing > 0) {
                return Err(format!(
                    "within {bound}, {switch_at:?}: {whole:?} without, {reduced:?} with reduction"
                ));
            }
            if reduced.executions > whole.executions {
                return Err(format!(
                    "within {bound}: {} executions without, {} with reduction",
                    whole.executions, reduced.executions
                ));
            }
        }
        unbounded::has_the_outcomes_within(bound, &program)?;
        let text = fs::read_to_string(Path::new(ROOT).join(file)).unwrap();
        match text.contains("atomic") {
            true => rc11::has_the_outcomes_within(bound, &program),
            false => Ok(()),
        }
    });
}

/// With reduction and without, the search finds the same outcomes if an execution may use the freedom, in all programs
/// that contain `word`.
fn assert_freedom_is_explored(freedom: Freedom, word: &str) {
    let mut files = programs(&["tests/explore/passes", "tests/explore/fails"]);
    files.extend(programs(&["crates/baton/tests/programs"]));
    on_each(&files, |file| {
        let text = fs::read_to_string(Path::new(ROOT).join(file)).unwrap();
        let (Some(bound), true) = (bound_without_reduction(file), text.contains(word)) else {
            return Ok(());
        };
        let program = Program::compile(file);
        let whole = program.survey_with(freedom, Reduction::None, bound);
        let reduced = program.survey_with(freedom, Reduction::PartialOrder, bound);
        match whole.outcomes.keys().eq(reduced.outcomes.keys()) {
            true => Ok(()),
            false => Err(format!(
                "within {bound}: {whole:?} without, {reduced:?} with reduction"
            )),
        }
    });
}

#[test]
fn the_same_is_so_where_a_load_may_read_an_old_value() {
    assert_freedom_is_explored(Freedom::StaleRead, "sync::atomic");
}

#[test]
fn the_same_is_so_where_a_wait_may_end_without_a_notification() {
    assert_freedom_is_explored(Freedom::SpuriousWakeup, "Condvar");
}
