//! A program that is compiled to be played: its executions one by one, and what a check's exploring finds in it.

use std::path::Path;

use super::explored::{self, stop};
use super::program::{self, Asked, ReplayedProgram};
use super::verdict::{Kind, NotRun, Obstacle, Progress, Unexplorable};
use super::{Checker, Subject, not_run};
use crate::catalog::Mode;
use crate::check::build::ExplorableProgram;
use crate::exploration::coverage::Coverage;
use crate::exploration::interleaving::Interleaving;
use crate::exploration::outcome::{Expected, Why};
use crate::exploration::position::{NoPosition, Positions};
use crate::exploration::schedule::Environment;
use crate::exploration::search::{Cost, Measure};
use crate::exploration::{Explorable, Explored, Plan};
use crate::supervise::Cancel;

/// A program that can be played.
pub struct Playable {
    program: ExplorableProgram,
    shown: String,
    expected: Expected,
    plans: Vec<Plan>,
}

/// Explores a program that can be played.
pub struct Explorer {
    program: Explorable,
    shown: String,
    plans: Vec<Plan>,
}

/// Under what it is played, where that is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wish {
    /// What `ROUNDS` is.
    pub rounds: Option<u64>,
    /// The mode.
    pub mode: Option<Mode>,
}

/// What exploring found.
#[derive(Debug)]
pub enum Searched {
    /// This interleaving breaks it: the shortest that was found.
    Fails {
        /// What is wrong.
        kind: Kind,
        /// How it comes about.
        interleaving: Box<Interleaving>,
    },
    /// No failure within what was covered, in each mode.
    Passes(Vec<Coverage>),
    /// No answer.
    NotKnown(NotRun),
}

impl Playable {
    /// An exercise, as the subject has it.
    ///
    /// # Errors
    /// Why it cannot be played.
    pub fn of_exercise(
        checker: &Checker,
        subject: &Subject,
        wish: Wish,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<Playable, NotRun> {
        let text = checker.program(subject)?;
        let mut notes = Vec::new();
        let (shown, kit) = (&subject.shown, &checker.supervisor);
        let program = program::explorable(text, shown, kit, &mut notes, cancel, on_progress);
        Ok(Playable::compiled_exercise(
            program.map_err(not_run)?,
            subject,
            wish,
        ))
    }

    /// An exercise that is compiled already.
    pub(super) fn compiled_exercise(
        program: ExplorableProgram,
        subject: &Subject,
        wish: Wish,
    ) -> Playable {
        let modes = subject.exercise.modes.iter().copied();
        let modes = modes.filter(|mode| wish.mode.is_none_or(|wished| wished == *mode));
        let modes: Vec<Mode> = modes.collect();
        let share = explored::BUDGET / u32::try_from(modes.len()).unwrap_or(1).max(1);
        let plans = modes.into_iter().map(|mode| {
            let plan = explored::plan(subject, mode, share);
            Plan {
                rounds: wish
                    .rounds
                    .map_or(plan.rounds.clone(), |rounds| vec![rounds]),
                ..plan
            }
        });
        Playable {
            program,
            shown: subject.shown.clone(),
            expected: Expected::CounterAtZero,
            plans: plans.collect(),
        }
    }

    /// A program in a file.
    ///
    /// # Errors
    /// Why it cannot be played.
    pub fn of_file(
        asked: &Asked,
        kit: &Path,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<Playable, NotRun> {
        let mut notes = Vec::new();
        let program = program::compiled(asked, kit, &mut notes, cancel, on_progress);
        Ok(Playable::compiled(program.map_err(not_run)?, asked))
    }

    /// A program in a file that is compiled already.
    pub(super) fn compiled(program: ExplorableProgram, asked: &Asked) -> Playable {
        Playable {
            program,
            shown: asked.shown.clone(),
            expected: Expected::Success,
            plans: vec![program::plan(asked)],
        }
    }

    /// The file, as the user knows it.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// Under what it is played, unless something else shows more: the first mode, the fewest rounds.
    pub fn environment(&self) -> Environment {
        let plan = self.plans.first();
        Environment {
            rounds: plan
                .and_then(|plan| plan.rounds.first().copied())
                .unwrap_or(1),
            extra: 0,
            mode: plan.and_then(|plan| plan.mode),
        }
    }

    /// The moments of its executions in this environment.
    pub fn positions(&self, environment: Environment, cancel: &Cancel) -> Positions<'_> {
        let program = &self.program.program;
        let crashes = self.plans.iter().any(|plan| plan.crashes);
        program.positions(environment, self.expected, crashes, cancel)
    }

    /// The execution in which no thread is preempted, and the executor decides everything else.
    ///
    /// # Errors
    /// Why it could not be run.
    pub fn undecided(&self, cancel: &Cancel) -> Result<ReplayedProgram, NotRun> {
        let schedule = self.program.program.undecided(self.environment());
        program::replay_compiled(&self.program, &self.shown, &schedule, self.expected, cancel)
    }

    /// What explores it beside whatever else is done with it, as long as it is there.
    pub fn explorer(&self) -> Explorer {
        Explorer {
            program: self.program.program.again(),
            shown: self.shown.clone(),
            plans: self.plans.clone(),
        }
    }

    /// Why a moment is not known.
    pub fn why(&self, why: NoPosition) -> NotRun {
        match why {
            NoPosition::Explore(error) => not_run(stop(error)),
            NoPosition::Unexplorable(why) => unexplorable(why, &self.shown),
        }
    }

    /// Why a schedule cannot be followed.
    pub fn why_not_followed(&self, why: NoPosition) -> NotRun {
        match why {
            NoPosition::Unexplorable(Why::Nondeterministic { .. }) => Obstacle::OtherProgram.into(),
            NoPosition::Unexplorable(_) | NoPosition::Explore(_) => self.why(why),
        }
    }
}

impl Explorer {
    /// Explores the program as a check does.
    pub fn search(
        self,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(u64, Option<Measure>, Cost),
    ) -> Searched {
        let mut covered = Vec::new();
        for plan in &self.plans {
            match self.program.explore(plan, cancel, on_progress) {
                Ok(Explored::Fails {
                    kind, interleaving, ..
                }) => return Searched::Fails { kind, interleaving },
                Ok(Explored::Passes { coverage, .. }) => covered.push(coverage),
                Ok(Explored::NotFinished(coverage)) => {
                    return Searched::NotKnown(NotRun::NotFinished {
                        coverage: Box::new(coverage),
                    });
                }
                Ok(Explored::Unexplorable(why)) => {
                    return Searched::NotKnown(unexplorable(why, &self.shown));
                }
                Err(error) => return Searched::NotKnown(not_run(stop(error))),
            }
        }
        Searched::Passes(covered)
    }
}

fn unexplorable(why: Why, shown: &str) -> NotRun {
    Unexplorable::by_program(why, shown).into()
}
