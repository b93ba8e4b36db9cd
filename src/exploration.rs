//! Tries every interleaving of a program up to a bound, and describes the one that breaks it.
//!
//! The program was compiled from the learner's own text against `baton`, whose executor answers one question: *run this
//! schedule, what happened?* The crate `explore` asks it: its search says which schedule is next, and its driver keeps the
//! executors of a [`pool`] busy with them. Here [`judge`] judges each answer, and of the best failing one [`interleaving`]
//! makes a value with names and lines, for `report` to draw.
//!
//! A program is explored with few rounds first, so that a failure is short. The baton is taken away at operations of
//! synchronisation, of files and processes only: as long as there is no data race, more switches make no difference.
//! If there is one, it is searched again with a switch at every plain access, for the wrong value that shows it best.
//! A program that passes in all of them is searched again, with each freedom that the executor may take
//! ([`explore::search::Freedom`]). Then it has to pass a few more [`questions`].

mod attack;
mod contributions;
mod course;
mod effect;
mod fairness;
pub mod interleaving;
mod job;
mod judge;
mod misreading;
mod one_more;
pub mod outcome;
mod pool;
pub mod position;
mod questions;
mod races;
pub mod remarks;
mod rounds;
pub mod schedule;
mod sight;
pub mod survey;
mod tampering;
mod unbounded;
mod vacuous;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use baton::build;
use explore::memory;
use explore::naming::symbols::Symbols;
use protocol::{Activity, Decision, End, Reply, TaskSet};

use crate::catalog::Mode;
use crate::edition::Edition;
use crate::failure::Kind;
use crate::source::check_line;
use crate::supervise::Cancel;
use budget::Work;
use coverage::{Coverage, Model};
use interleaving::Interleaving;
use legend::Legend;
use outcome::{Expected, Outcome, Why};
use pool::{Pool, Session};
use remarks::Remark;
use schedule::{Environment, Schedule, Setting};
use search::Preemptions;
use text::SourceText;

pub use ::explore::naming::{actors, files, legend, text, value};
pub use ::explore::story::cause;
pub use ::explore::story::decisive::{is_failed_set, is_lost_unpark};
pub use ::explore::story::programs::runs_another;
pub use ::explore::story::shared;
pub use ::explore::story::steps::{changes, is_poisoned_lock, is_read};
pub use ::explore::{budget, coverage, search};
pub use pool::Executors;
pub use vacuous::Workers;

/// How many preemptions are tried where nothing else is said.
pub const DEFAULT_BOUND: Preemptions = Preemptions::new(2);

/// A program, compiled against `baton`.
#[derive(Debug)]
pub struct Explorable {
    binary: PathBuf,
    folder: PathBuf,
    legend: Legend,
    edition: Edition,
    executors: Executors,
    pool: Mutex<Option<Arc<Pool>>>,
}

/// What is to be explored of a program.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What `MODE` is, where the program has one.
    pub mode: Option<Mode>,
    /// The values of `ROUNDS`, fewest first: a failure is looked for with few rounds first.
    pub rounds: Vec<u64>,
    /// The most preemptions, within the budget.
    pub bound: Preemptions,
    /// Whether more is tried if that is cheap: all interleavings with no bound, or those with one preemption more.
    pub eager: bool,
    /// How much work all of it may be.
    pub budget: Work,
    /// What is expected of the program.
    pub expected: Expected,
    /// What is asked of its workers.
    pub workers: Workers,
    /// Whether one process other than the first may be killed, at any of its steps.
    pub crashes: bool,
    /// Whether half of the budget is for all interleavings, with no bound, after those within it.
    pub unbounded: bool,
    /// Under which memory model its atomics are looked at.
    pub model: Model,
}

/// What exploring came to.
#[derive(Debug)]
pub enum Explored {
    /// No failure within what was covered.
    Passes {
        /// How far it was looked at.
        coverage: Coverage,
        /// What is remarked of it.
        remarks: Vec<Remark>,
    },
    /// No failure either, but what was covered is not enough to say anything.
    NotFinished(Coverage),
    /// This interleaving breaks it.
    Fails {
        /// What is wrong.
        kind: Kind,
        /// How it comes about.
        interleaving: Box<Interleaving>,
        /// What was looked at until then.
        coverage: Coverage,
    },
    /// It cannot be explored.
    Unexplorable(Why),
}

/// An execution that shows that the program is wrong.
type Failing = ::explore::driver::Failing<Kind>;

/// What a search found.
type Found = ::explore::driver::Found<Kind, Why>;

/// Why exploring came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum ExploreError {
    /// It was cancelled.
    #[error("cancelled")]
    Cancelled,
    /// What the system refuses: processes, folders.
    #[error("the executor could not be started: {0}")]
    Start(io::Error),
    /// What the system refuses the executor while it runs.
    #[error("{0}")]
    Refused(String),
    /// The machine is so busy that an execution had next to no processor time.
    #[error("the machine is too busy: an execution had next to no processor time")]
    HeldUp,
    /// It has ended without an answer.
    #[error("the executor ended unexpectedly")]
    ExecutorGone,
    /// What it answered was no answer.
    #[error("the executor's answer cannot be read: the program may have overwritten it")]
    Garbled,
    /// The program did this to the executor, so there is no trace.
    #[error("the program attacked the executor: {0:?}")]
    Attacked(Kind),
    /// Our own mistake.
    #[error("{0}")]
    Internal(String),
}

impl Explorable {
    /// The program in the file `binary`, compiled from `text`, which messages call `shown`. `folder` is for the
    /// executors' own folders.
    pub fn new(binary: &Path, folder: &Path, shown: &str, text: &str) -> Explorable {
        Explorable {
            binary: binary.to_owned(),
            folder: folder.to_owned(),
            legend: legend_of(binary, source_of(shown, text)),
            edition: Edition::default(),
            executors: Executors::OnEachCore,
            pool: Mutex::new(None),
        }
    }

    /// The same, compiled as another edition.
    pub fn in_edition(self, edition: Edition) -> Explorable {
        Explorable { edition, ..self }
    }

    /// The same, explored by so many executors.
    pub fn with(self, executors: Executors) -> Explorable {
        Explorable { executors, ..self }
    }

    /// The same program, with executors of its own.
    #[must_use]
    pub fn again(&self) -> Explorable {
        Explorable {
            binary: self.binary.clone(),
            folder: self.folder.clone(),
            legend: legend_of(&self.binary, self.legend.source.clone()),
            edition: self.edition,
            executors: self.executors,
            pool: Mutex::new(None),
        }
    }

    /// The execution in which the executor decides everything.
    pub fn undecided(&self, environment: Environment) -> Schedule {
        Schedule {
            edition: self.edition,
            ..Schedule::undecided(environment)
        }
    }

    /// Runs one schedule again.
    ///
    /// # Errors
    /// As [`Explorable::explore`].
    pub fn replay(
        &self,
        schedule: &Schedule,
        expected: Expected,
        cancel: &Cancel,
    ) -> Result<Replayed, ExploreError> {
        let reply = match self.run_once(schedule, cancel) {
            Err(ExploreError::Attacked(kind)) => {
                let interleaving = self.without_trace(&kind, schedule.clone());
                return Ok(Replayed::Ran(Some(kind), Box::new(interleaving)));
            }
            other => other?,
        };
        if !are_allowed(&schedule.decisions, &reply) {
            return Ok(Replayed::Unexplorable(Why::Nondeterministic { line: None }));
        }
        let environment = schedule.setting.environment;
        let kind = match self.judged(&reply, environment, expected, cancel)? {
            Outcome::Unexplorable(why) => return Ok(Replayed::Unexplorable(why)),
            Outcome::Wrong(kind) => Some(kind),
            Outcome::Well => None,
        };
        let interleaving = self.decided(kind.as_ref(), &reply, schedule.clone());
        Ok(Replayed::Ran(kind, Box::new(interleaving)))
    }

    /// The outcome of one execution, with its lines.
    fn judged(
        &self,
        reply: &Reply,
        environment: Environment,
        expected: Expected,
        cancel: &Cancel,
    ) -> Result<Outcome, ExploreError> {
        let mut end =
            outcome::judge_end(reply, expected, &pool::LIMITS).map_err(ExploreError::Internal)?;
        if let Outcome::Unexplorable(Why::Endless { .. }) = end {
            let first = self.first(environment, cancel)?;
            end = outcome::runs_forever_though_joined(&first, reply).unwrap_or(end);
        }
        Ok(match races::unless_wrong(end, reply, &self.legend) {
            Outcome::Unexplorable(why) => Outcome::Unexplorable(why.located(reply, &self.legend)),
            Outcome::Wrong(kind) => Outcome::Wrong(outcome::located(kind, reply, &self.legend)),
            Outcome::Well => Outcome::Well,
        })
    }

    fn run_once(&self, schedule: &Schedule, cancel: &Cancel) -> Result<Reply, ExploreError> {
        let environment = schedule.setting.environment;
        self.session(environment, cancel)?.run(schedule.request())
    }

    /// The execution that a search begins with: in it, those tasks go last that would otherwise run forever without a step.
    fn first(&self, environment: Environment, cancel: &Cancel) -> Result<Reply, ExploreError> {
        let session = self.session(environment, cancel)?;
        let mut goes_last = TaskSet::EMPTY;
        loop {
            let request = Setting::of(environment).request(Vec::new(), goes_last);
            let reply = session.run(request)?;
            match reply.end {
                End::TimeLimit {
                    task,
                    activity: Activity::Repeats | Activity::Waits,
                } if !goes_last.contains(task) => goes_last.insert(task),
                _ => return Ok(reply),
            }
        }
    }

    /// Executions in an environment. All sessions share one pool, which lives until [`Explorable::end_executors`].
    fn session(&self, environment: Environment, cancel: &Cancel) -> Result<Session, ExploreError> {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        let started = match &*pool {
            Some(started) => Arc::clone(started),
            None => {
                let started = Pool::start(&self.binary, &self.folder, self.executors);
                Arc::new(started.map_err(ExploreError::Start)?)
            }
        };
        let session = started.session(environment, cancel);
        *pool = Some(started);
        Ok(session)
    }

    fn end_executors(&self) {
        let pool = self
            .pool
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        drop(pool);
    }

    fn fails(&self, (setting, failing): (Setting, Box<Failing>), coverage: Coverage) -> Explored {
        let Failing {
            kind,
            decisions,
            reply,
            ..
        } = *failing;
        let kind = outcome::located(kind, &reply, &self.legend);
        let interleaving = self.decided(
            Some(&kind),
            &reply,
            Schedule {
                edition: self.edition,
                setting,
                decisions,
            },
        );
        Explored::Fails {
            interleaving: Box::new(interleaving),
            kind,
            coverage,
        }
    }

    /// Tells an execution, and where it went wrong, if it did.
    fn decided(&self, kind: Option<&Kind>, reply: &Reply, schedule: Schedule) -> Interleaving {
        Interleaving::of(reply, schedule, kind, &self.legend)
    }
}

/// Whether a program can do what is decided: each stale read is one that its memory order allows, and no value is tampered
/// with.
fn are_allowed(decisions: &[Decision], reply: &Reply) -> bool {
    decisions.iter().all(|decision| match decision {
        Decision::ReadFrom(read) => memory::allows(reply, *read),
        Decision::Tamper { .. } => false,
        Decision::Run(_) | Decision::Wake { .. } | Decision::Crash { .. } => true,
    })
}

/// The names in a program: what its file does not tell stays without a name.
fn legend_of(binary: &Path, source: SourceText) -> Legend {
    let file = fs::read(binary).unwrap_or_default();
    Legend {
        symbols: Symbols::of(&file, build::CRATE),
        source,
    }
}

/// The text, whose check is a harness.
fn source_of(shown: &str, text: &str) -> SourceText {
    let source = SourceText::new(shown, text);
    match check_line(text) {
        Some(line) => source.with_harness_from(line),
        None => source,
    }
}

/// What came of one schedule.
#[derive(Debug)]
pub enum Replayed {
    /// It was run; what is wrong, if anything is.
    Ran(Option<Kind>, Box<Interleaving>),
    /// It cannot be: it may belong to another program.
    Unexplorable(Why),
}
