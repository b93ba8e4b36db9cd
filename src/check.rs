//! Checks an exercise: reads it, compiles it, explores it, makes real runs of it, and says what was found.

mod build;
mod crashes;
mod explored;
mod folder;
mod in_order;
pub mod judge;
mod many;
mod pace;
pub mod playable;
pub mod program;
mod proof;
mod real;
pub mod stress;
pub mod verdict;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use crate::catalog::{DEFAULT_TIME_LIMIT, Exercise, Mode};
use crate::compile::{Toolchain, Tools};
use crate::counter;
use crate::exploration::Executors;
use crate::exploration::coverage::Coverage;
use crate::exploration::search::Preemptions;
use crate::source::{Program, SourceError};
use crate::supervise::{Cancel, Limits, SuperviseError, Supervisor};
use crate::surroundings;
use crate::unsafe_code::Policy;
pub use folder::FreshFolder;

use build::{Programs, ToExplore};
use crashes::Crashes;
use explored::Half;
use many::Turns;
use playable::{Playable, Wish};
use real::Real;
use stress::Plan;
use verdict::{Checked, Evidence, Kind, NotRun, Note, Passed, Progress, Verdict};

/// Why nothing is explored if `baton::RUNS_HERE` is false.
const NO_EXECUTOR: &str = "interleavings are explored on Linux only, on x86-64 and ARM64";

/// How many runs in a row have to pass by default.
pub const DEFAULT_RUNS: u32 = 20;

/// The limits of one run; its time is the exercise's own.
const LIMITS: Limits = Limits {
    time: DEFAULT_TIME_LIMIT,
    patience: 1,
    memory: 1 << 30,
    processes: 64,
    output: 16 << 20,
    file: 256 << 20,
    kept_output: 16 << 10,
};

/// What is to be checked: an exercise, as it stands in a file.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The exercise.
    pub exercise: Exercise,
    /// The file whose text is tried, absolute.
    pub file: PathBuf,
    /// The file as the learner knows it, for messages.
    pub shown: String,
    /// What is done with it.
    pub halves: Halves,
    /// Up to how many preemptions it is explored; if not given: 2, and any number if that is cheap.
    pub bound: Option<Preemptions>,
}

/// The halves of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Halves {
    /// It is explored, and if it passes, run for real.
    Both,
    /// It is run for real only.
    RealRuns,
}

impl Subject {
    /// The exercise as the learner has it.
    pub fn of(exercise: &Exercise, root: &Path) -> Subject {
        Subject::at(exercise, root, &exercise.path())
    }

    /// The exercise as it is shipped.
    pub fn starter_of(exercise: &Exercise, root: &Path) -> Subject {
        Subject::at(exercise, root, &exercise.original_path())
    }

    /// The exercise's solution.
    pub fn solution_of(exercise: &Exercise, root: &Path) -> Subject {
        Subject::at(exercise, root, &exercise.solution_path())
    }

    /// Another file, tried as that exercise.
    pub fn in_file(exercise: &Exercise, file: &Path) -> Subject {
        Subject {
            exercise: exercise.clone(),
            file: file.to_path_buf(),
            shown: file.display().to_string(),
            halves: Halves::Both,
            bound: None,
        }
    }

    fn at(exercise: &Exercise, root: &Path, path: &Path) -> Subject {
        Subject {
            exercise: exercise.clone(),
            file: root.join(path),
            shown: path.display().to_string(),
            halves: Halves::Both,
            bound: None,
        }
    }
}

/// Checks exercises of one project.
#[derive(Debug)]
pub struct Checker {
    root: PathBuf,
    runs: u32,
    toolchain: Arc<Toolchain>,
    supervisor: PathBuf,
    unsafe_code: Policy,
    executors: Executors,
    /// Whose turn it is to make real runs.
    turns: Turns,
}

/// Why a check ended without a verdict on the learner's program.
enum Stop {
    Source { file: PathBuf, error: SourceError },
    Supervise(SuperviseError),
    NotRun(NotRun),
}

impl From<SuperviseError> for Stop {
    fn from(error: SuperviseError) -> Stop {
        Stop::Supervise(error)
    }
}

impl Checker {
    /// A checker for the project at `root` that asks for `runs` runs in a row.
    ///
    /// `supervisor` is this program itself, as the supervisor's process is started from it.
    pub fn new(root: &Path, runs: u32, supervisor: &Path) -> Checker {
        Checker {
            root: root.to_path_buf(),
            runs,
            toolchain: Arc::new(Toolchain::of(root)),
            supervisor: supervisor.to_path_buf(),
            unsafe_code: Policy::default(),
            executors: Executors::OnEachCore,
            turns: Turns::new(),
        }
    }

    /// The kit itself, from which supervisors are started.
    pub fn kit(&self) -> &Path {
        &self.supervisor
    }

    /// Checks an exercise. A check that is cancelled ends as `NotRun::Cancelled`.
    pub fn check(
        &self,
        subject: &Subject,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Checked {
        self.check_keeping(subject, cancel, on_progress).0
    }

    /// The same, with the program that was compiled for it.
    pub fn check_to_play(
        &self,
        subject: &Subject,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(Progress),
    ) -> (Checked, Result<Playable, NotRun>) {
        let (checked, programs) = self.check_keeping(subject, cancel, on_progress);
        let program = programs.and_then(|programs| programs.explorable.program().map_err(not_run));
        let playable =
            program.map(|program| Playable::compiled_exercise(program, subject, Wish::default()));
        (checked, playable)
    }

    /// Builds the libraries that exercises are compiled against, if they are missing. Otherwise the first check would.
    ///
    /// # Errors
    /// Why there are none.
    pub fn prepare(
        &self,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<(), NotRun> {
        let mut prepare = || {
            let mut supervisor = Supervisor::start(&self.supervisor)?;
            let mut tell = |preparing| on_progress(Progress::Preparing(preparing));
            let prepared = self.toolchain.prepare(&mut supervisor, cancel, &mut tell)?;
            prepared.map_err(|why| Stop::NotRun(why.into()))
        };
        prepare().map_err(not_run)
    }

    /// What programs are compiled with. The libraries are built as by [`Checker::prepare`].
    ///
    /// # Errors
    /// Why there is none.
    pub fn tools(
        &self,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<Tools, NotRun> {
        self.prepare(cancel, on_progress)?;
        let find = || {
            let mut supervisor = Supervisor::start(&self.supervisor)?;
            let tools = self.toolchain.tools(&mut supervisor, cancel)?;
            tools.map_err(|why| Stop::NotRun(why.into()))
        };
        find().map_err(not_run)
    }

    /// The program that is compiled for an exercise.
    ///
    /// # Errors
    /// Why there is none.
    pub fn program(&self, subject: &Subject) -> Result<Program, NotRun> {
        self.text_of(subject).map_err(not_run)
    }

    /// Checks an exercise, and keeps what was compiled for that.
    fn check_keeping(
        &self,
        subject: &Subject,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(Progress),
    ) -> (Checked, Result<Programs, NotRun>) {
        let start = Instant::now();
        let mut notes = Vec::new();
        let text = self.text_of(subject);
        let is_starter = text.as_ref().is_ok_and(|text| text.is_starter);
        let programs =
            text.and_then(|text| self.programs(text, subject, &mut notes, cancel, on_progress));
        let mut programs = programs.map_err(not_run);
        let verdict = match &mut programs {
            Ok(programs) => self
                .both_halves(subject, programs, &mut notes, cancel, on_progress)
                .unwrap_or_else(|stop| Verdict::NotRun(not_run(stop))),
            Err(why) => Verdict::NotRun(why.clone()),
        };
        let checked = Checked {
            name: subject.exercise.name.clone(),
            file: subject.shown.clone(),
            is_starter,
            verdict,
            notes,
            seconds: start.elapsed().as_secs_f64(),
        };
        (checked, programs)
    }

    fn both_halves(
        &self,
        subject: &Subject,
        programs: &mut Programs,
        notes: &mut Vec<Note>,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<Verdict, Stop> {
        let half = match &programs.explorable {
            ToExplore::Program(program) => {
                let (text, real) = (&programs.text, &mut programs.real);
                let mut on_progress = |progress| {
                    // Most wrong programs fail sooner.
                    let is_early = matches!(
                        progress,
                        Progress::Exploring {
                            executions: ..=1,
                            ..
                        }
                    );
                    if !is_early && matches!(real, Real::NotCompiled) {
                        *real = self.compile_real_ahead(text, &subject.shown);
                    }
                    on_progress(progress);
                };
                explored::explore(program, subject, notes, cancel, &mut on_progress)?
            }
            ToExplore::NotAskedFor => Half::NotExplored,
            ToExplore::NoExecutor => {
                notes.push(Note::NotExplored {
                    why: NO_EXECUTOR.into(),
                });
                Half::NotExplored
            }
            ToExplore::Unsupported(why) => Half::Unexplorable(why.clone()),
        };
        match half {
            Half::Failed(failure) if !is_about_limits(&failure.kind) => {
                return Ok(Verdict::Fails(failure));
            }
            _ => {}
        }
        self.compile_real(programs, &subject.shown, cancel)?;
        let _turn = self.turns.take();
        let runs = self.stressed(programs, &subject.exercise, cancel, on_progress)?;
        Ok(together(half, runs))
    }

    fn stressed(
        &self,
        programs: &mut Programs,
        exercise: &Exercise,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<Verdict, Stop> {
        let limits = Limits {
            time: exercise.time_limit,
            ..LIMITS
        };
        let plan = Plan {
            modes: exercise.modes.clone(),
            runs: self.runs,
            expected: counter::EXPECTED.into(),
            limits: limits.clone(),
        };
        let mut crashes = Crashes::new(exercise.crashes);
        let mut run = |mode, rounds| {
            let limits = Limits {
                patience: pace::patience(rounds),
                ..limits.clone()
            };
            crashes.run(|crash| programs.run(mode, rounds, &limits, crash, cancel))
        };
        stress::stress(&plan, &mut run, on_progress)
    }
}

/// The verdict, from what exploring came to and what real runs came to.
///
/// What was not explored although it could be here does not pass, however well it runs.
fn together(half: Half, runs: Verdict) -> Verdict {
    let passed = match runs {
        Verdict::Passes(passed) => passed,
        Verdict::Fails(mut failure) => {
            if let Evidence::Runs(runs) = &mut failure.evidence {
                runs.explored = without_a_failure(half);
            }
            return Verdict::Fails(failure);
        }
        Verdict::NotRun(why) => return Verdict::NotRun(why),
    };
    match half {
        Half::Passed(explored) => Verdict::Passes(Passed { explored, ..passed }),
        Half::NotExplored => Verdict::Passes(passed),
        Half::Failed(failure) => Verdict::Fails(failure),
        Half::NotFinished(coverage) => Verdict::NotRun(NotRun::NotFinished {
            coverage: Box::new(coverage),
        }),
        Half::Unexplorable(why) => Verdict::NotRun(why.into()),
    }
}

/// Which interleavings were tried, if none of them fails.
fn without_a_failure(half: Half) -> Vec<(Option<Mode>, Coverage)> {
    match half {
        Half::Passed(explored) => explored,
        Half::NotFinished(coverage) => vec![(None, coverage)],
        Half::Failed(_) | Half::NotExplored | Half::Unexplorable(_) => Vec::new(),
    }
}

/// Whether a failure may be due to the executor's own, tighter limits. Real runs decide which limit the program meets.
fn is_about_limits(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::TimeLimit { .. }
            | Kind::OutputLimit { .. }
            | Kind::Signal(_)
            | Kind::StackOverflow { .. }
    )
}

fn not_run(stop: Stop) -> NotRun {
    match stop {
        Stop::NotRun(not_run) => not_run,
        Stop::Supervise(SuperviseError::Cancelled) => NotRun::Cancelled,
        Stop::Supervise(error @ (SuperviseError::Start { .. } | SuperviseError::NoAnswer)) => {
            let reason =
                surroundings::refused(&format!("The run could not be supervised: {error}"));
            NotRun::Surroundings { reason }
        }
        Stop::Supervise(error) => NotRun::Internal {
            reason: error.to_string(),
        },
        Stop::Source { file, error } => NotRun::BadSource {
            file,
            line: error.line(),
            reason: error.to_string(),
            name: error.name(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::verdict::Unexplorable;
    use super::*;
    use crate::exploration::outcome::Why;

    fn passed() -> Passed {
        Passed {
            explored: Vec::new(),
            runs: Vec::new(),
            rounds: Vec::new(),
            values: Vec::new(),
        }
    }

    fn unexplorable() -> Half {
        Half::Unexplorable(Unexplorable::by_program(
            Why::TooLong { steps: 20_000 },
            "first1.rs",
        ))
    }

    #[test]
    fn a_failure_in_real_runs_says_what_was_explored_before() {
        let fails = || {
            Verdict::Fails(Box::new(verdict::Failure {
                kind: Kind::NoResult,
                evidence: Evidence::Runs(verdict::Runs {
                    mode: Mode::Threads,
                    rounds: 20,
                    values: Vec::new(),
                    runs: 1,
                    tasks: Vec::new(),
                    killed: None,
                    explored: Vec::new(),
                    stdout: verdict::Output::default(),
                    stderr: verdict::Output::default(),
                }),
            }))
        };
        let explored = |half| match together(half, fails()) {
            Verdict::Fails(failure) => match failure.evidence {
                Evidence::Runs(runs) => runs.explored,
                Evidence::Interleaving { .. } => panic!("it was seen in runs"),
            },
            other => panic!("{other:?}"),
        };
        let passed = vec![(Some(Mode::Threads), Coverage::default())];
        assert_eq!(explored(Half::Passed(passed.clone())), passed);
        assert_eq!(explored(Half::NotFinished(Coverage::default())).len(), 1);
        assert_eq!(explored(unexplorable()), []);
    }

    #[test]
    fn what_could_not_be_explored_does_not_pass_by_real_runs_alone() {
        let verdict = together(unexplorable(), Verdict::Passes(passed()));
        assert!(
            matches!(&verdict, Verdict::NotRun(why) if why.name() == "not_explorable"),
            "{verdict:?}"
        );
    }

    #[test]
    fn without_an_executor_on_the_platform_real_runs_decide() {
        let verdict = together(Half::NotExplored, Verdict::Passes(passed()));
        assert_eq!(verdict, Verdict::Passes(passed()));
    }
}
