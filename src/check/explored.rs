//! The first half of a check: every interleaving up to a bound, in each mode of the exercise.

use std::time::Duration;

use super::build::{ExplorableProgram, Unexplorable};
use super::verdict::{Evidence, Failure, Location, NotRun, Note, Progress};
use super::{Stop, Subject};
use crate::catalog::Mode;
use crate::explore::budget::Work;
use crate::explore::coverage::Coverage;
use crate::explore::outcome::{Expected, Why};
use crate::explore::{DEFAULT_BOUND, ExploreError, Explored, Plan, Workers};
use crate::supervise::{Cancel, SuperviseError};
use crate::surroundings;

/// How much work exploring may be, in all modes together: of a machine with two cores, three seconds.
const BUDGET: Work = Work::of(Duration::from_secs(6));

/// The rounds: with one, failures are short; with two, a worker also meets the state that its first round left.
const ROUNDS: [u64; 2] = [1, 2];

/// What exploring an exercise came to.
pub enum Half {
    /// It passed as far as it was covered, in each mode.
    Passed(Vec<(Option<Mode>, Coverage)>),
    /// No failure was found, but in one mode too little was explored to say anything.
    NotFinished(Coverage),
    /// An interleaving breaks it.
    Failed(Box<Failure>),
    /// It was not explored: that was not asked for, or the platform has no executor.
    NotExplored,
    /// It cannot be explored, and why.
    Unexplorable(Unexplorable),
}

/// Explores an exercise.
///
/// # Errors
/// When it is cancelled, or we have made a mistake.
pub fn explore(
    program: &ExplorableProgram,
    subject: &Subject,
    notes: &mut Vec<Note>,
    cancel: &Cancel,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<Half, Stop> {
    let mut covered = Vec::new();
    let mut not_finished = None;
    let modes = u32::try_from(subject.exercise.modes.len()).unwrap_or(1);
    for &mode in &subject.exercise.modes {
        let mut on_execution = |executions, preemptions| {
            // Often enough for an eye.
            if executions % 64 == 1 {
                on_progress(Progress::Exploring {
                    mode: Some(mode),
                    executions,
                    preemptions,
                });
            }
        };
        let plan = plan(subject, mode, BUDGET / modes);
        let explored = program.program.explore(&plan, cancel, &mut on_execution);
        match explored {
            Ok(Explored::Passes { coverage, remarks }) => {
                covered.push((Some(mode), coverage));
                notes.extend(remarks.into_iter().map(Note::Remark));
            }
            Ok(Explored::NotFinished(coverage)) => not_finished = Some(coverage),
            Ok(Explored::Fails {
                kind,
                interleaving,
                coverage,
            }) => {
                let evidence = Evidence::Interleaving {
                    interleaving,
                    coverage,
                };
                return Ok(Half::Failed(Box::new(Failure { kind, evidence })));
            }
            Ok(Explored::Unexplorable(why)) => {
                return Ok(Half::Unexplorable(unexplorable(&why, &subject.shown)));
            }
            Err(
                error @ (ExploreError::ExecutorGone
                | ExploreError::Garbled
                | ExploreError::Attacked(_)),
            ) => {
                return Ok(Half::Unexplorable(Unexplorable {
                    reason: error.to_string(),
                    location: None,
                }));
            }
            Err(
                error @ (ExploreError::Start(_) | ExploreError::Refused(_) | ExploreError::HeldUp),
            ) => {
                return Err(Stop::NotRun(NotRun::Surroundings {
                    reason: surroundings::refused(&format!(
                        "The interleavings could not be explored: {error}"
                    )),
                }));
            }
            Err(ExploreError::Cancelled) => {
                return Err(Stop::Supervise(SuperviseError::Cancelled));
            }
            Err(ExploreError::Internal(reason)) => {
                return Err(Stop::NotRun(NotRun::Internal { reason }));
            }
        }
    }
    Ok(not_finished.map_or(Half::Passed(covered), Half::NotFinished))
}

fn plan(subject: &Subject, mode: Mode, budget: Work) -> Plan {
    Plan {
        mode: Some(mode),
        rounds: ROUNDS.to_vec(),
        bound: DEFAULT_BOUND,
        eager: true,
        budget,
        expected: Expected::CounterAtZero,
        workers: Workers::Required {
            at_once: subject.exercise.workers,
            alternate: subject.exercise.alternate,
        },
    }
}

/// Why a program in the file `shown` cannot be explored.
pub fn unexplorable(why: &Why, shown: &str) -> Unexplorable {
    Unexplorable {
        reason: in_words(why),
        location: why.line().map(|line| Location {
            file: shown.to_owned(),
            line,
        }),
    }
}

/// Why a program cannot be explored, in a sentence without its full stop.
pub fn in_words(why: &Why) -> String {
    match why {
        Why::TooLong { steps } => format!(
            "one run of it takes more than {steps} steps that others can see, even with few rounds"
        ),
        Why::TooMany(what) => format!("it has more {what} than can be followed"),
        Why::Unsupported { what, .. } => format!("it uses {what}, which is not controlled"),
        Why::Endless { who, .. } => format!(
            "{who} runs forever without a step that other threads could see, and main does not wait for it"
        ),
        Why::Nondeterministic { line } => {
            let first = line.map_or_else(String::new, |line| format!(", first in line {line}"));
            format!(
                "it is nondeterministic: under the same schedule it does not always do the same{first}, as it \
                 would with random numbers or the real time"
            )
        }
    }
}
