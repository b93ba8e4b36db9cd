//! Explores any program in one file, exercise or not.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::build::ExplorableProgram;
use super::explored::stop;
use super::playable::Playable;
use super::verdict::{
    Checked, Evidence, Failure, Kind, NotRun, Note, Obstacle, Passed, Progress, Unexplorable,
    Verdict,
};
use super::{Checker, Stop, not_run};
use crate::edition::Edition;
use crate::exploration::budget::Work;
use crate::exploration::coverage::Model;
use crate::exploration::interleaving::Interleaving;
use crate::exploration::outcome::{Expected, Why};
use crate::exploration::schedule::Schedule;
use crate::exploration::search::Preemptions;
use crate::exploration::{DEFAULT_BOUND, Explored, Plan, Replayed, Workers};
use crate::source::{self, Program};
use crate::supervise::Cancel;
use serde::{Deserialize, Serialize};

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The program's file, absolute.
    pub file: PathBuf,
    /// The file as the user knows it.
    pub shown: String,
    /// What it is written in.
    pub edition: Edition,
    /// The most preemptions, where that is said.
    pub bound: Option<Preemptions>,
    /// How much work exploring may be.
    pub budget: Work,
    /// What `ROUNDS` is, where that is said.
    pub rounds: Option<u64>,
    /// Whether one of its processes may be killed.
    pub crashes: bool,
    /// Whether all interleavings are explored, with no bound, after those within it.
    pub exhaustive: bool,
    /// The memory model of its atomics.
    pub model: Model,
}

/// Explores the program in a file. A panic or an exit code other than 0 is a failure.
pub fn explore(
    asked: &Asked,
    supervisor: &Path,
    cancel: &Cancel,
    on_progress: &mut dyn FnMut(Progress),
) -> Checked {
    explore_to_play(asked, supervisor, cancel, on_progress).0
}

/// The same, with the program that was compiled for it.
pub fn explore_to_play(
    asked: &Asked,
    supervisor: &Path,
    cancel: &Cancel,
    on_progress: &mut dyn FnMut(Progress),
) -> (Checked, Result<Playable, NotRun>) {
    let start = Instant::now();
    let mut notes = Vec::new();
    let program = compiled(asked, supervisor, &mut notes, cancel, on_progress).map_err(not_run);
    let verdict = match &program {
        Ok(program) => explored(program, asked, &mut notes, cancel, on_progress),
        Err(why) => Verdict::NotRun(why.clone()),
    };
    let checked = Checked {
        name: asked.shown.clone(),
        file: asked.shown.clone(),
        is_starter: false,
        verdict,
        notes,
        seconds: start.elapsed().as_secs_f64(),
    };
    (
        checked,
        program.map(|program| Playable::compiled(program, asked)),
    )
}

fn explored(
    program: &ExplorableProgram,
    asked: &Asked,
    notes: &mut Vec<Note>,
    cancel: &Cancel,
    on_progress: &mut dyn FnMut(Progress),
) -> Verdict {
    let mut on_execution = |executions, measure, cost| {
        if executions % 64 == 1 {
            on_progress(Progress::Exploring {
                mode: None,
                executions,
                measure,
                cost,
            });
        }
    };
    let plan = plan(asked);
    match program.program.explore(&plan, cancel, &mut on_execution) {
        Ok(explored) => verdict(explored, &asked.shown, notes),
        Err(error) => Verdict::NotRun(not_run(stop(error))),
    }
}

/// What came of one schedule.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReplayedProgram {
    /// The file, as the user knows it.
    pub shown: String,
    /// What is wrong, if anything is.
    pub kind: Option<Kind>,
    /// What happened.
    pub interleaving: Box<Interleaving>,
}

/// Runs one schedule of a program again.
///
/// # Errors
/// Why it could not be run.
pub fn replay(
    program: Program,
    shown: &str,
    schedule: &Schedule,
    expected: Expected,
    supervisor: &Path,
    cancel: &Cancel,
) -> Result<ReplayedProgram, NotRun> {
    let mut notes = Vec::new();
    let program = explorable(program, shown, supervisor, &mut notes, cancel, &mut |_| ());
    let program = program.map_err(not_run)?;
    replay_compiled(&program, shown, schedule, expected, cancel)
}

/// Runs one schedule again of a program that is compiled already.
pub(super) fn replay_compiled(
    program: &ExplorableProgram,
    shown: &str,
    schedule: &Schedule,
    expected: Expected,
    cancel: &Cancel,
) -> Result<ReplayedProgram, NotRun> {
    let replayed = program.program.replay(schedule, expected, cancel);
    match replayed.map_err(|error| not_run(stop(error)))? {
        Replayed::Ran(kind, interleaving) => Ok(ReplayedProgram {
            shown: shown.to_owned(),
            kind,
            interleaving,
        }),
        Replayed::Unexplorable(Why::Nondeterministic { .. }) => Err(Obstacle::OtherProgram.into()),
        Replayed::Unexplorable(why) => Err(Unexplorable::by_program(why, shown).into()),
    }
}

pub(super) fn compiled(
    asked: &Asked,
    supervisor: &Path,
    notes: &mut Vec<Note>,
    cancel: &Cancel,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<ExplorableProgram, Stop> {
    let text = source::read(&asked.file).map_err(|error| Stop::Source {
        file: asked.shown.clone().into(),
        error,
    })?;
    let program = Program::of_its_own(&text, asked.edition);
    explorable(
        program,
        &asked.shown,
        supervisor,
        notes,
        cancel,
        on_progress,
    )
}

pub(super) fn explorable(
    program: Program,
    shown: &str,
    supervisor: &Path,
    notes: &mut Vec<Note>,
    cancel: &Cancel,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<ExplorableProgram, Stop> {
    let checker = Checker::new(Path::new("."), 1, supervisor);
    let mut programs = checker.uncompiled(program)?;
    checker.prepare_with(&mut programs, cancel, on_progress)?;
    on_progress(Progress::Compiling);
    checker.compile_explorable(&mut programs, shown, notes, cancel)?;
    programs.explorable.program()
}

pub(super) fn plan(asked: &Asked) -> Plan {
    Plan {
        mode: None,
        rounds: asked
            .rounds
            .map_or_else(|| vec![1, 2], |rounds| vec![rounds]),
        bound: asked.bound.unwrap_or(DEFAULT_BOUND),
        eager: asked.bound.is_none(),
        budget: asked.budget,
        expected: Expected::Success,
        workers: Workers::NotRequired,
        crashes: asked.crashes,
        unbounded: asked.exhaustive,
        model: asked.model,
    }
}

fn verdict(explored: Explored, shown: &str, notes: &mut Vec<Note>) -> Verdict {
    match explored {
        Explored::Passes { coverage, remarks } => {
            notes.extend(remarks.into_iter().map(Note::Remark));
            Verdict::Passes(Passed {
                explored: vec![(None, coverage)],
                runs: Vec::new(),
                rounds: Vec::new(),
                values: Vec::new(),
            })
        }
        Explored::NotFinished(coverage) => Verdict::NotRun(NotRun::NotFinished {
            coverage: Box::new(coverage),
        }),
        Explored::Fails {
            kind,
            interleaving,
            coverage,
        } => Verdict::Fails(Box::new(Failure {
            kind,
            evidence: Evidence::Interleaving {
                interleaving,
                coverage,
            },
        })),
        Explored::Unexplorable(why) => Verdict::NotRun(Unexplorable::by_program(why, shown).into()),
    }
}
