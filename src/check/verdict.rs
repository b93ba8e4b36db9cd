//! The verdict on an exercise: a value that is reported, stored and serialised, and never runs anything.

use std::path::PathBuf;

use crate::catalog::Mode;
use crate::exploration::coverage::Coverage;
use crate::exploration::interleaving::Interleaving;
use crate::exploration::search::{Cost, Measure};

use crate::compile::{Preparing, Refusal, UnsafeCode};
use crate::exploration::outcome::Why;
pub use crate::exploration::remarks::Remark;
pub use crate::failure::{Apart, DataRace, Kind, Location, RaceAccess, Vacuous};
use crate::supervise::{Killed, Task};

/// What a check found. One enum for all checkers.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It passed each time that it was tried.
    Passes(Passed),
    /// It failed: the learner's program is wrong.
    Fails(Box<Failure>),
    /// It could not be tried.
    NotRun(NotRun),
}

/// What was tried when an exercise passed.
#[derive(Debug, Clone, PartialEq)]
pub struct Passed {
    /// For each mode, which interleavings were tried; none where it was not explored.
    pub explored: Vec<(Option<Mode>, Coverage)>,
    /// For each mode, how many runs in a row ended at the expected value.
    pub runs: Vec<(Mode, u32)>,
    /// How often each worker counted in those runs, for each mode.
    pub rounds: Vec<(Mode, u64)>,
    /// The values of all runs in order, the shorter ones that do not count included.
    pub values: Vec<String>,
}

impl Passed {
    /// The runs of all modes together.
    pub fn total_runs(&self) -> u32 {
        self.runs.iter().map(|(_, runs)| runs).sum()
    }
}

/// How it failed.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// What went wrong.
    pub kind: Kind,
    /// How it was seen.
    pub evidence: Evidence,
}

/// How a failure was seen.
#[derive(Debug, Clone, PartialEq)]
pub enum Evidence {
    /// In a real run.
    Runs(Runs),
    /// In an interleaving that can be run again.
    Interleaving {
        /// What happened in it.
        interleaving: Box<Interleaving>,
        /// What was looked at until it was found.
        coverage: Coverage,
    },
}

/// The real runs up to the one that failed.
#[derive(Debug, Clone, PartialEq)]
pub struct Runs {
    /// Under which mode.
    pub mode: Mode,
    /// How often each worker was asked to count in the failing run.
    pub rounds: u64,
    /// The values of all runs under that mode, in order; the last run's is last.
    pub values: Vec<String>,
    /// How many runs there were under that mode, the failing one included.
    pub runs: u32,
    /// The threads and processes that the failure is about: those that were stopped, or were left running.
    pub tasks: Vec<Task>,
    /// The worker that the kit killed in the failing run, where the exercise asks for crashes.
    pub killed: Option<Killed>,
    /// For each mode, which interleavings were tried before these runs without a failure.
    pub explored: Vec<(Option<Mode>, Coverage)>,
    /// What the failing run printed on standard output.
    pub stdout: Output,
    /// What the failing run printed on standard error.
    pub stderr: Output,
}

/// What was printed: all of it, or where it was too much, its head and its tail.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Output {
    /// The beginning.
    pub head: String,
    /// The end, where something between was left out.
    pub tail: String,
    /// All bytes that were printed.
    pub total_bytes: u64,
}

impl Output {
    /// How many bytes are in neither head nor tail.
    pub fn left_out(&self) -> u64 {
        let kept = self.head.len() + self.tail.len();
        if self.tail.is_empty() {
            0
        } else {
            self.total_bytes.saturating_sub(kept as u64)
        }
    }
}

/// Why an exercise could not be tried.
#[derive(Debug, Clone, PartialEq)]
pub enum NotRun {
    /// The compiler refuses it.
    DoesNotCompile {
        /// The compiler's own messages, with its colours.
        rendered: String,
        /// The first error's message.
        message: String,
        /// The first error's place.
        location: Option<Location>,
    },
    /// It has unsafe code that it may not have.
    UnsafeCode(UnsafeCode),
    /// There is no text to compile.
    BadSource {
        /// The file.
        file: PathBuf,
        /// The line at fault, where there is one.
        line: Option<usize>,
        /// What is the matter.
        reason: String,
        /// The reason's word in `--format json`.
        name: &'static str,
    },
    /// Its interleavings cannot be explored: it uses what the executor does not support, takes too many steps, or is
    /// nondeterministic.
    NotExplorable(Unexplorable),
    /// No failure was found, but too few of its interleavings were explored within the budget to say that it passes.
    NotFinished {
        /// What was explored.
        coverage: Box<Coverage>,
    },
    /// The machine left next to none of its processors to it.
    TooBusy {
        /// What was seen of that, and what to do.
        reason: String,
    },
    /// It was stopped before it was known.
    Cancelled,
    /// Something around the exercise is missing or broken: the toolchain, the disk …
    Surroundings {
        /// What, and what to do.
        reason: String,
    },
    /// The kit's own bug.
    Internal {
        /// What should never have been.
        reason: String,
    },
}

impl NotRun {
    /// The word for it in `--format json`.
    pub fn name(&self) -> &'static str {
        match self {
            NotRun::DoesNotCompile { .. } => "does_not_compile",
            NotRun::UnsafeCode(_) => "unsafe_code",
            NotRun::BadSource { name, .. } => name,
            NotRun::NotExplorable(_) => "not_explorable",
            NotRun::NotFinished { .. } => "not_finished",
            NotRun::TooBusy { .. } => "too_busy",
            NotRun::Cancelled => "cancelled",
            NotRun::Surroundings { .. } => "surroundings",
            NotRun::Internal { .. } => "internal",
        }
    }
}

/// Why a program cannot be explored.
#[derive(Debug, Clone, PartialEq)]
pub struct Unexplorable {
    /// What is in the way.
    pub obstacle: Obstacle,
    /// The line that it is about, where there is one.
    pub location: Option<Location>,
}

/// What is in the way of exploring a program.
#[derive(Debug, Clone, PartialEq)]
pub enum Obstacle {
    /// What the program does.
    Program(Why),
    /// It compiles against std, but not against the std that explores it, which lacks something.
    DoesNotCompile {
        /// The compiler's message.
        message: String,
    },
    /// The schedule to be replayed does not fit the program.
    OtherProgram,
    /// The program brings the executor to its end.
    Executor {
        /// What was seen of that.
        error: String,
    },
}

impl Unexplorable {
    /// Why the program in the file `shown` cannot be explored.
    pub fn by_program(why: Why, shown: &str) -> Unexplorable {
        let location = why.line().map(|line| Location {
            file: shown.to_owned(),
            line,
        });
        Unexplorable {
            obstacle: Obstacle::Program(why),
            location,
        }
    }
}

impl From<Unexplorable> for NotRun {
    fn from(why: Unexplorable) -> NotRun {
        NotRun::NotExplorable(why)
    }
}

impl From<Obstacle> for NotRun {
    fn from(obstacle: Obstacle) -> NotRun {
        let location = None;
        NotRun::NotExplorable(Unexplorable { obstacle, location })
    }
}

/// A verdict, with what else the learner should know of the check.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The exercise's name.
    pub name: String,
    /// The file that was checked, as the learner knows it.
    pub file: String,
    /// Whether it is the starter, and nothing of the learner's own.
    pub is_starter: bool,
    /// What was found.
    pub verdict: Verdict,
    /// What else there is to say.
    pub notes: Vec<Note>,
    /// How long the check took.
    pub seconds: f64,
}

/// What the learner should know beside the verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The part below the check line was edited: that changes nothing.
    CheckPartEdited,
    /// The compiler's warnings, with its colours.
    Warnings(String),
    /// There is no executor for this platform: the verdict rests on real runs alone.
    NotExplored {
        /// Why.
        why: String,
    },
    /// What the program does, and is no failure.
    Remark(Remark),
}

impl From<Refusal> for NotRun {
    fn from(refusal: Refusal) -> NotRun {
        match refusal {
            Refusal::DoesNotCompile {
                rendered,
                message,
                location,
            } => NotRun::DoesNotCompile {
                rendered,
                message,
                location,
            },
            Refusal::TooBusy { reason } => NotRun::TooBusy { reason },
            Refusal::Surroundings { reason } => NotRun::Surroundings { reason },
        }
    }
}

/// How far a check is. Sent while it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// The libraries that programs are compiled with are not built yet. This is done once for each compiler.
    Preparing(Preparing),
    /// The compiler is at work.
    Compiling,
    /// Interleavings are tried.
    Exploring {
        /// Under which mode; none for a program that has no modes.
        mode: Option<Mode>,
        /// How many were tried.
        executions: u64,
        /// What is counted of them; nothing where there is no bound.
        measure: Option<Measure>,
        /// How much of that the newest has.
        cost: Cost,
    },
    /// How many rounds make a run long enough is being found out.
    Calibrating {
        /// Under which mode.
        mode: Mode,
    },
    /// Runs are made.
    Running {
        /// Under which mode.
        mode: Mode,
        /// How many have passed.
        done: u32,
        /// How many are to pass.
        of: u32,
        /// All values so far under that mode.
        values: Vec<String>,
    },
}
