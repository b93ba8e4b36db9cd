//! Tries every interleaving of a program up to a bound, and tells the one that breaks it.
//!
//! The program was compiled from the learner's own text against `baton`, whose executor answers one question: *run this
//! schedule, what happened?* What is here asks it: [`search`] says which schedule is next, [`level`] keeps the executors
//! of a [`pool`] busy with them, [`outcome`] judges each answer, and of the best failing one [`interleaving`] makes a
//! value with names and lines, for `report` to draw.
//!
//! A program is explored with few rounds first, so that a failure is short. The baton is taken away at operations of
//! synchronisation, of files and processes only, as long as there is no data race: then nobody can tell the difference.
//! If there is one, it is searched again with a switch at every plain access, for the wrong value that shows it best.
//! What holds in all of them is searched again, with a freedom that it may not count on not being taken ([`Freedom`]), and
//! then asked a few more [`questions`].

pub mod actors;
mod deadlock;
mod decisive;
mod dependence;
pub mod interleaving;
pub mod legend;
pub mod level;
pub mod outcome;
mod pool;
mod questions;
mod races;
pub mod schedule;
pub mod search;
pub mod survey;
mod symbols;
pub mod text;
mod vacuous;

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use baton::protocol::{Reply, SwitchAt};
use baton::race;

use crate::catalog::World;
use crate::failure::Kind;
use crate::supervise::Cancel;
use interleaving::Interleaving;
use legend::Legend;
use level::{Coverage, Failing, Found, Listener, Query, Wanted};
use outcome::{Expected, Outcome, Why};
use pool::{Pool, Task};
use schedule::{Schedule, Setting};
use search::{Bound, Reduction};
use symbols::Symbols;
use text::SourceText;

pub use decisive::{changes, is_read};
pub use vacuous::Sides;

/// How many preemptions are tried where nothing else is said.
pub const DEFAULT_BOUND: Bound = 2;

/// While a program is small, so many are tried all the same.
const BOUND_WHILE_QUICK: Bound = 3;

/// In executions: a third of a second of two cores at the most.
const QUICK: u64 = 600;

/// A program, compiled against `baton`.
#[derive(Debug)]
pub struct Explorable {
    binary: PathBuf,
    folder: PathBuf,
    legend: Legend,
}

/// What is to be explored of a program.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What `WORLD` is, where the program has one.
    pub world: Option<World>,
    /// The values of `ROUNDS`, fewest first: a failure is looked for with few rounds first.
    pub rounds: Vec<u64>,
    /// The most preemptions, within the budget.
    pub bound: Bound,
    /// Whether one more is tried while that is quick.
    pub eager: bool,
    /// How long all of it may take.
    pub budget: Duration,
    /// What is expected of the program.
    pub expected: Expected,
    /// What has to be at work at the same time.
    pub sides: Sides,
}

/// What the executions of one search may do.
#[derive(Debug, Clone, Copy)]
pub struct Freedom {
    /// Under what they are made.
    pub setting: Setting,
    /// Whether one atomic load in each may read an older value, if its memory order allows that.
    pub reads_older: bool,
}

/// What exploring came to.
#[derive(Debug)]
pub enum Explored {
    /// No failure within what was covered.
    Holds(Coverage),
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

/// Why exploring came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum ExploreError {
    /// It was cancelled.
    #[error("cancelled")]
    Cancelled,
    /// What the system refuses: processes, folders.
    #[error("the executor could not be started: {0}")]
    Start(io::Error),
    /// It was killed, perhaps by the program.
    #[error("the executor is gone: the program may have killed it")]
    ExecutorGone,
    /// Our own mistake.
    #[error("{0}")]
    Internal(String),
}

impl From<io::Error> for ExploreError {
    fn from(error: io::Error) -> ExploreError {
        match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe => ExploreError::ExecutorGone,
            _ => ExploreError::Internal(format!("the executor's answer: {error}")),
        }
    }
}

impl Explorable {
    /// The program in the file `binary`, compiled from `text`, which messages call `shown`. `folder` is for the
    /// executors' own folders.
    pub fn new(binary: &Path, folder: &Path, shown: &str, text: &str) -> Explorable {
        Explorable {
            binary: binary.to_owned(),
            folder: folder.to_owned(),
            legend: Legend {
                symbols: Symbols::of(binary),
                source: SourceText::new(shown, text),
            },
        }
    }

    /// Explores the program until it is known, or the budget has run out.
    ///
    /// # Errors
    /// When it is cancelled, the system refuses, or we have made a mistake.
    pub fn explore(
        &self,
        plan: &Plan,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(u64, Bound),
    ) -> Result<Explored, ExploreError> {
        let deadline = Instant::now() + plan.budget;
        let mut firsts = Vec::new();
        let mut coverage = Coverage::default();
        for &rounds in &plan.rounds {
            let setting = Setting {
                rounds,
                extra: 0,
                world: plan.world,
                switch_at: SwitchAt::Synchronisation,
                spurious_wakeups: 0,
                impatient: None,
            };
            let freedom = Freedom {
                setting,
                reads_older: false,
            };
            let found = self.search(freedom, plan, deadline, cancel, on_progress)?;
            if let Some(why) = found.why_it_says_nothing() {
                return Ok(Explored::Unexplorable(why));
            }
            coverage = found.coverage;
            if let Some(failing) = found.failing {
                let failing = self.show_best(freedom, plan, failing, deadline, cancel)?;
                return Ok(self.fails(failing, coverage));
            }
            let mut beyond = Vec::new();
            if found.waits {
                // A wait on a condition variable may end without a notification: std's documentation of `Condvar::wait`.
                let spurious_wakeups = 1;
                beyond.push(Freedom {
                    setting: Setting {
                        spurious_wakeups,
                        ..setting
                    },
                    ..freedom
                });
            }
            if found.weak {
                // A load may read an older value where its order allows that.
                beyond.push(Freedom {
                    reads_older: true,
                    ..freedom
                });
            }
            for freedom in beyond {
                let found = self.search(freedom, plan, deadline, cancel, on_progress)?;
                coverage.executions += found.coverage.executions;
                coverage.complete &= found.coverage.complete;
                if let Some(why) = found.why_it_says_nothing() {
                    return Ok(Explored::Unexplorable(why));
                }
                if let Some(failing) = found.failing {
                    let failing = self.show_best(freedom, plan, failing, deadline, cancel)?;
                    return Ok(self.fails(failing, coverage));
                }
            }
            if let Some(failing) = self.impatient(setting, &found, plan, cancel)? {
                return Ok(self.fails(failing, coverage));
            }
            firsts.extend(found.first.map(|reply| (setting, *reply)));
        }
        if let Some(failing) = self.vacuous(&firsts, plan, cancel)? {
            return Ok(self.fails(failing, coverage));
        }
        Ok(Explored::Holds(coverage))
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
        let reply = self.run_once(schedule, cancel)?;
        if let Some(weak) = schedule.choices.weak_read
            && !race::weak_reads(&reply).contains(&weak)
        {
            return Ok(Replayed::Unexplorable(Why::ByChance { line: None }));
        }
        let outcome =
            outcome::judge_end(&reply, expected, &pool::LIMITS).map_err(ExploreError::Internal)?;
        let race = || {
            races::first(&reply, &self.legend)
                .map(Box::new)
                .map(Kind::DataRace)
        };
        let kind = match outcome {
            Outcome::Unexplorable(why) => {
                return Ok(Replayed::Unexplorable(why.located(&reply, &self.legend)));
            }
            Outcome::Wrong(kind) => Some(kind),
            Outcome::Well => race(),
        };
        let told = self.decided(kind.as_ref(), &reply, schedule.clone());
        Ok(Replayed::Ran(kind, Box::new(told)))
    }

    fn search(
        &self,
        freedom: Freedom,
        plan: &Plan,
        deadline: Instant,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(u64, Bound),
    ) -> Result<Found, ExploreError> {
        let mut query = Query {
            reduction: Reduction::PartialOrder,
            switch_at: freedom.setting.switch_at,
            reads_older: freedom.reads_older,
            bound: plan.bound,
            quick_bound: None,
            deadline,
            expected: plan.expected,
            wanted: Wanted::Any,
        };
        if plan.eager && plan.bound < BOUND_WHILE_QUICK {
            query.quick_bound = Some((BOUND_WHILE_QUICK, QUICK));
        }
        let mut listener = Listener {
            on_progress,
            on_reply: &mut |_| (),
        };
        let pool = self.pool(freedom.setting)?;
        level::search(&pool, &query, &self.legend, cancel, &mut listener)
    }

    /// A data race shows best by the wrong value that it brings about.
    fn show_best(
        &self,
        freedom: Freedom,
        plan: &Plan,
        failing: Box<Failing>,
        deadline: Instant,
        cancel: &Cancel,
    ) -> Result<(Setting, Box<Failing>), ExploreError> {
        let setting = freedom.setting;
        if !matches!(failing.kind, Kind::DataRace(_)) {
            return Ok((setting, failing));
        }
        let setting_of_all = Setting {
            switch_at: SwitchAt::EveryAccess,
            ..setting
        };
        let query = Query {
            reduction: Reduction::PartialOrder,
            switch_at: SwitchAt::EveryAccess,
            reads_older: freedom.reads_older,
            bound: plan.bound,
            quick_bound: None,
            deadline,
            expected: plan.expected,
            wanted: Wanted::WrongEnd,
        };
        let pool = self.pool(setting_of_all)?;
        let mut listener = Listener {
            on_progress: &mut |_, _| (),
            on_reply: &mut |_| (),
        };
        let found = level::search(&pool, &query, &self.legend, cancel, &mut listener)?;
        Ok(match found.failing {
            Some(better) => (setting_of_all, better),
            None => (setting, failing),
        })
    }

    fn run_once(&self, schedule: &Schedule, cancel: &Cancel) -> Result<Reply, ExploreError> {
        let pool = self.pool(schedule.setting)?;
        pool.run(Task {
            number: 0,
            choices: schedule.choices.clone(),
        });
        level::wait(&pool, cancel)?
            .reply
            .map_err(ExploreError::from)
    }

    fn pool(&self, setting: Setting) -> Result<Pool, ExploreError> {
        Pool::start(&self.binary, &self.folder, setting).map_err(ExploreError::Start)
    }

    fn fails(&self, (setting, failing): (Setting, Box<Failing>), coverage: Coverage) -> Explored {
        let Failing {
            kind,
            choices,
            reply,
            ..
        } = *failing;
        let interleaving = self.decided(Some(&kind), &reply, Schedule { setting, choices });
        Explored::Fails {
            interleaving: Box::new(interleaving),
            kind,
            coverage,
        }
    }

    /// Tells an execution, and where it went wrong, if it did.
    fn decided(&self, kind: Option<&Kind>, reply: &Reply, schedule: Schedule) -> Interleaving {
        let mut told = interleaving::told(reply, schedule, &self.legend);
        told.decisive = kind.and_then(|kind| decisive::decisive(kind, reply, &told, &self.legend));
        told
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
