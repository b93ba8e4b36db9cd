//! A verdict as one line of JSON.

use std::borrow::Cow;

use serde::Serialize;

use super::drawing;
use super::obstacle;
use super::reason::reason;
use super::value;
use super::verdict::{headline, remark_in_words, why_not};
use crate::catalog::Mode;
use crate::check::verdict::{
    Checked, Evidence, Failure, Kind, Location, NotRun, Note, Remark, Runs, Verdict,
};
use crate::exploration::coverage::{Coverage, Model};
use crate::exploration::interleaving::{Event, Interleaving};
use crate::exploration::search::{Delays, Preemptions};
use crate::exploration::value::Value;
use crate::styled::{Glyphs, printable};

/// What `run` and `verify` print: docs/schema/check.json.
pub const CHECK_SCHEMA: &str = "racelings/check/1";

/// What `explore` prints: docs/schema/explore.json.
const EXPLORE_SCHEMA: &str = "racelings/explore/1";

/// The result for an exercise. Every key is always present; it is `null` if it has no value.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Line<'a> {
    /// The schema of this object, and its version.
    schema: &'static str,
    /// The exercise.
    name: &'a str,
    #[serde(flatten)]
    judgement: Judgement,
    /// The number of real runs: if the program passes, those that counted; if it fails, all of them.
    runs: u32,
    /// The counter after each of these runs.
    values: Vec<&'a str>,
    #[serde(flatten)]
    exploration: Exploration<'a>,
    /// Why the interleavings were not explored.
    not_explored: Option<Cow<'a, str>>,
    /// Remarks that are not failures.
    notes: Vec<NoteLine>,
    /// How long the check took, including compiling.
    seconds: f64,
}

/// The result for a program that is not an exercise.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ProgramLine<'a> {
    /// The schema of this object, and its version.
    schema: &'static str,
    #[serde(flatten)]
    judgement: Judgement,
    #[serde(flatten)]
    exploration: Exploration<'a>,
    /// Remarks that are not failures.
    notes: Vec<NoteLine>,
    /// How long the check took, including compiling.
    seconds: f64,
}

/// A remark that is not a failure.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct NoteLine {
    kind: &'static str,
    message: String,
    file: Option<String>,
    line: Option<usize>,
}

/// What was found, and where.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Judgement {
    /// Whether the program passes, fails, or was not checked.
    #[cfg_attr(test, schemars(extend("enum" = ["passes", "fails", "not_run"])))]
    verdict: &'static str,
    /// Which failure, or why it was not checked.
    kind: Option<&'static str>,
    /// The verdict as a sentence.
    message: String,
    /// The first line of what people read: the program, the verdict and what was covered.
    headline: String,
    /// The file that was checked; for a panic, the file that it names.
    file: String,
    /// The decisive line, the line of the first error, or the line of what cannot be explored.
    line: Option<usize>,
}

/// What was explored, and what breaks the program.
#[derive(Serialize, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Exploration<'a> {
    /// The number of executions that were tried.
    executions: u64,
    /// The number of preemptions up to which every interleaving was tried.
    bound: Option<u32>,
    /// If there are too many threads for a bound: the number of delays up to which every interleaving was tried.
    delays: Option<u32>,
    /// Whether the bound that was asked for was reached within the budget.
    complete: bool,
    /// The memory model of atomics: `rc11`, or `sc` for sequential consistency. Null where nothing was explored.
    model: Option<&'static str>,
    /// How far the search without a bound came (`explore --exhaustive`).
    unbounded: Option<UnboundedCounts>,
    /// Whether a worker process was also killed, at every step of the interleavings with one preemption or delay fewer.
    crashes: bool,
    /// The number of preemptions in the counterexample.
    preemptions: Option<u32>,
    /// The schedule with which `replay` runs it again.
    schedule: Option<String>,
    /// The counterexample in sentences, as `replay --linear` says it.
    sentences: Vec<String>,
    /// The steps of the counterexample.
    trace: Vec<Step<'a>>,
    /// The tasks of a deadlock that wait for each other.
    cycle: Vec<&'a str>,
}

/// What was explored with no bound.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct UnboundedCounts {
    /// The number of inequivalent interleavings that were tried.
    interleavings: u64,
    /// The number of executions that turned out to lead to none of them.
    blocked: u64,
    /// Whether these are all interleavings.
    complete: bool,
    /// The number of executions that the memory model RC11 allows, these interleavings and others, where all of them were tried. None
    /// where it allows no others, or where they were tried up to the bound only.
    under_rc11: Option<u64>,
    /// The number of equal iterations of a loop up to which all was tried, if executions with more of them were left out.
    loop_iterations: Option<u32>,
}

/// One step of a trace.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Step<'a> {
    task: &'a str,
    process: u8,
    operation: String,
    object: &'a str,
    /// The value written, or else the value read.
    value: Option<String>,
    read: Option<String>,
    written: Option<String>,
    succeeded: bool,
    /// Whether an atomic load returned a stale value.
    old_value: bool,
    file: Option<&'a str>,
    line: Option<usize>,
    /// Whether the thread before was preempted here.
    preemption: bool,
}

/// The verdict on an exercise as one JSON object in one line, without the newline.
pub fn checked_json(checked: &Checked) -> String {
    let mut line = Line {
        schema: CHECK_SCHEMA,
        name: &checked.name,
        judgement: judgement(checked),
        runs: 0,
        values: Vec::new(),
        exploration: exploration(&checked.verdict),
        not_explored: not_explored(checked),
        notes: notes(checked),
        seconds: rounded(checked.seconds),
    };
    match &checked.verdict {
        Verdict::Passes(passed) => {
            line.runs = passed.total_runs();
            line.values = passed.values.iter().map(String::as_str).collect();
        }
        Verdict::Fails(failure) => match (&failure.evidence, &failure.kind) {
            (Evidence::Runs(Runs { runs, values, .. }), _) => {
                line.runs = *runs;
                line.values = values.iter().map(String::as_str).collect();
            }
            (Evidence::Interleaving { .. }, Kind::WrongResult { got, .. }) => {
                line.values = vec![got];
            }
            _ => {}
        },
        Verdict::NotRun(_) => {}
    }
    let line = serde_json::to_string(&line);
    printable::json(&line.expect("a line of strings and numbers is always JSON"))
}

/// The verdict on a program that is no exercise.
pub fn explored_json(checked: &Checked) -> String {
    let line = ProgramLine {
        schema: EXPLORE_SCHEMA,
        judgement: judgement(checked),
        exploration: exploration(&checked.verdict),
        notes: notes(checked),
        seconds: rounded(checked.seconds),
    };
    let line = serde_json::to_string(&line);
    printable::json(&line.expect("a line of strings and numbers is always JSON"))
}

/// Why the interleavings were not explored.
fn not_explored(checked: &Checked) -> Option<Cow<'_, str>> {
    if let Verdict::NotRun(NotRun::NotExplorable(why)) = &checked.verdict {
        return Some(obstacle::in_words(&why.obstacle).into());
    }
    checked.notes.iter().find_map(|note| match note {
        Note::NotExplored { why } => Some(why.as_str().into()),
        Note::CheckPartEdited | Note::Warnings(_) | Note::Remark(_) => None,
    })
}

/// What the program does that is no failure. Other notes are about the check, and have keys of their own.
fn notes(checked: &Checked) -> Vec<NoteLine> {
    let remarks = checked.notes.iter().filter_map(|note| match note {
        Note::Remark(remark) => Some(remark),
        Note::CheckPartEdited | Note::Warnings(_) | Note::NotExplored { .. } => None,
    });
    remarks
        .map(|remark| {
            let (kind, location) = match remark {
                Remark::NothingAtOnce(_) => ("nothing_at_once", None),
                Remark::UnnoticedPanic { location, .. } => ("unnoticed_panic", location.as_ref()),
                Remark::LeftRunning { location, .. } => ("left_running", location.as_ref()),
            };
            NoteLine {
                kind,
                message: remark_in_words(remark),
                file: location.map(|location| location.file.clone()),
                line: location.map(|location| location.line),
            }
        })
        .collect()
}

/// Below a millisecond it is noise.
fn rounded(seconds: f64) -> f64 {
    (seconds * 1e3).round() / 1e3
}

fn judgement(checked: &Checked) -> Judgement {
    let file = checked.file.clone();
    let headline = headline(checked, Glyphs::Unicode).plain();
    match &checked.verdict {
        Verdict::Passes(passed) => Judgement {
            verdict: "passes",
            kind: None,
            message: match passed.runs.is_empty() {
                true => "no interleaving breaks it".into(),
                false => "the counter ended at 0 each time".into(),
            },
            headline,
            file,
            line: None,
        },
        Verdict::Fails(failure) => {
            let location = location_of(failure, &file);
            Judgement {
                verdict: "fails",
                kind: Some(failure.kind.name()),
                message: reason(failure),
                headline,
                line: location.as_ref().map(|location| location.line),
                file: location.map_or(file, |location| location.file),
            }
        }
        Verdict::NotRun(why) => Judgement {
            verdict: "not_run",
            kind: Some(why.name()),
            message: match why {
                NotRun::DoesNotCompile { message, .. } => message.clone(),
                other => why_not(other),
            },
            headline,
            file,
            line: match why {
                NotRun::DoesNotCompile {
                    location: Some(location),
                    ..
                } => Some(location.line),
                NotRun::NotExplorable(why) => why.location.as_ref().map(|location| location.line),
                NotRun::UnsafeCode(found) => found.location.as_ref().map(|location| location.line),
                NotRun::BadSource { line, .. } => *line,
                NotRun::DoesNotCompile { location: None, .. }
                | NotRun::NotFinished { .. }
                | NotRun::TooBusy { .. }
                | NotRun::Cancelled
                | NotRun::Surroundings { .. }
                | NotRun::Internal { .. } => None,
            },
        },
    }
}

/// Where it was decided, or where it panicked.
fn location_of(failure: &Failure, file: &str) -> Option<Location> {
    let decided = match &failure.evidence {
        Evidence::Interleaving { interleaving, .. } => interleaving.decisive_line(&failure.kind),
        Evidence::Runs(_) => None,
    };
    let decided = decided.map(|line| Location {
        file: file.to_owned(),
        line,
    });
    decided.or_else(|| match &failure.kind {
        Kind::Panic { location, .. } => location.clone(),
        _ => None,
    })
}

fn exploration(verdict: &Verdict) -> Exploration<'_> {
    match verdict {
        Verdict::Passes(passed) => covered_in_all(&passed.explored),
        Verdict::NotRun(NotRun::NotFinished { coverage }) => covered(coverage),
        Verdict::Fails(failure) => match &failure.evidence {
            Evidence::Interleaving {
                interleaving,
                coverage,
            } => of_interleaving(&failure.kind, interleaving, coverage),
            Evidence::Runs(runs) => covered_in_all(&runs.explored),
        },
        Verdict::NotRun(_) => Exploration::default(),
    }
}

/// What was explored in all modes together.
fn covered_in_all(explored: &[(Option<Mode>, Coverage)]) -> Exploration<'static> {
    let each = explored.iter().map(|(_, coverage)| coverage.clone());
    let all = each.reduce(|one, other| one.and(&other));
    all.map_or_else(Exploration::default, |all| covered(&all))
}

fn covered(coverage: &Coverage) -> Exploration<'static> {
    Exploration {
        executions: coverage.executions,
        bound: coverage.bound().map(Preemptions::number),
        delays: match coverage.bound() {
            Some(_) => None,
            None => coverage.delays.map(Delays::number),
        },
        complete: coverage.complete,
        model: Some(match coverage.model {
            Model::Sc => "sc",
            Model::Rc11 => "rc11",
        }),
        unbounded: coverage
            .unbounded
            .as_ref()
            .map(|unbounded| UnboundedCounts {
                interleavings: unbounded.interleavings,
                blocked: unbounded.blocked,
                complete: unbounded.is_complete(),
                under_rc11: unbounded.under_rc11,
                loop_iterations: unbounded.counting.map(|counting| counting.iterations),
            }),
        crashes: coverage.covers_crashes(),
        ..Exploration::default()
    }
}

fn of_interleaving<'a>(
    kind: &Kind,
    interleaving: &'a Interleaving,
    coverage: &Coverage,
) -> Exploration<'a> {
    Exploration {
        preemptions: Some(interleaving.preemptions.number()),
        schedule: Some(interleaving.schedule.to_string()),
        sentences: drawing::sentences(Some(kind), interleaving),
        trace: interleaving
            .events
            .iter()
            .map(|event| step(interleaving, event))
            .collect(),
        cycle: interleaving
            .cycle
            .iter()
            .map(|actor| interleaving.name(*actor))
            .collect(),
        ..covered(coverage)
    }
}

fn step<'a>(interleaving: &'a Interleaving, event: &'a Event) -> Step<'a> {
    let shown = |value: &Option<Value>| {
        value
            .as_ref()
            .map(|value| value::in_words(value, Glyphs::Unicode))
    };
    let (read, written) = (shown(&event.read), shown(&event.written));
    Step {
        task: interleaving.name(event.actor),
        process: interleaving.actors[event.actor.index()].process.number(),
        operation: snake_case(&format!("{:?}", event.op)),
        object: &event.object,
        value: written.clone().or_else(|| read.clone()),
        read,
        written,
        succeeded: event.succeeded,
        old_value: event.stale,
        file: event.line.map(|_| interleaving.source.name()),
        line: event.line,
        preemption: event.switch == crate::exploration::interleaving::Switch::Preemption,
    }
}

/// `atomic_load` of `AtomicLoad`.
fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for (at, letter) in name.char_indices() {
        if letter.is_uppercase() && at > 0 {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

#[cfg(test)]
mod tests;
