//! The first half of a check: every interleaving up to a bound, in each mode of the exercise.

use std::time::Duration;

use super::build::ExplorableProgram;
use super::verdict::{Evidence, Failure, NotRun, Note, Obstacle, Progress, Unexplorable};
use super::{Stop, Subject};
use crate::catalog::Mode;
use crate::exploration::budget::Work;
use crate::exploration::coverage::{Coverage, Model};
use crate::exploration::outcome::Expected;
use crate::exploration::{DEFAULT_BOUND, ExploreError, Explored, Plan, Workers};
use crate::supervise::{Cancel, SuperviseError};
use crate::surroundings;

/// How much work exploring may be, in all modes together: of a machine with two cores, three seconds.
pub(super) const BUDGET: Work = Work::of(Duration::from_secs(6));

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
        let mut on_execution = |executions, measure, cost| {
            // Often enough for an eye.
            if executions % 64 == 1 {
                on_progress(Progress::Exploring {
                    mode: Some(mode),
                    executions,
                    measure,
                    cost,
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
                return Ok(Half::Unexplorable(Unexplorable::by_program(
                    why,
                    &subject.shown,
                )));
            }
            Err(error) => match stop(error) {
                // The real runs may still show what is wrong.
                Stop::NotRun(NotRun::NotExplorable(why)) => return Ok(Half::Unexplorable(why)),
                stop => return Err(stop),
            },
        }
    }
    Ok(not_finished.map_or(Half::Passed(covered), Half::NotFinished))
}

pub(super) fn plan(subject: &Subject, mode: Mode, budget: Work) -> Plan {
    Plan {
        mode: Some(mode),
        rounds: ROUNDS.to_vec(),
        bound: subject.bound.unwrap_or(DEFAULT_BOUND),
        eager: subject.bound.is_none(),
        budget,
        expected: Expected::CounterAtZero,
        workers: Workers::Required {
            at_once: subject.exercise.workers,
            alternate: subject.exercise.alternate,
        },
        crashes: subject.exercise.crashes,
        unbounded: false,
        model: Model::Rc11,
    }
}

/// The end of a check whose program could not be explored.
pub fn stop(error: ExploreError) -> Stop {
    match error {
        ExploreError::Cancelled => Stop::Supervise(SuperviseError::Cancelled),
        ExploreError::Internal(reason) => Stop::NotRun(NotRun::Internal { reason }),
        ExploreError::ExecutorGone | ExploreError::Garbled | ExploreError::Attacked(_) => {
            let error = error.to_string();
            Stop::NotRun(Obstacle::Executor { error }.into())
        }
        ExploreError::HeldUp => Stop::NotRun(NotRun::TooBusy {
            reason: format!(
                "The interleavings could not be explored: {error}.\nClose other programs and try again."
            ),
        }),
        ExploreError::Start(_) | ExploreError::Refused(_) => {
            let what = format!("The interleavings could not be explored: {error}");
            Stop::NotRun(NotRun::Surroundings {
                reason: surroundings::refused(&what),
            })
        }
    }
}
