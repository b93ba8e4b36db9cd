//! Checks an exercise: reads it, compiles it, tries it, and says what was found.

mod folder;
pub mod judge;
pub mod stress;
pub mod verdict;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::catalog::{Exercise, World};
use crate::compile::{Compiled, Toolchain};
use crate::source::{self, CheckPart, SourceError};
use crate::supervise::{Cancel, End, Job, Limits, Outcome, SuperviseError, Supervisor};
use folder::FreshFolder;
use judge::Limits as RunLimits;
use stress::Plan;
use verdict::{Checked, NotRun, Note, Progress, Verdict};

/// How many runs in a row have to hold where nothing else is said.
pub const DEFAULT_RUNS: u32 = 20;

/// What every exercise's counter should be in the end.
const EXPECTED: &str = "0";

const MEMORY: u64 = 1 << 30;
const PROCESSES: u32 = 64;
const OUTPUT: u64 = 16 << 20;
const FILE: u64 = 256 << 20;
const KEPT_OUTPUT: usize = 16 << 10;

/// What is to be checked: an exercise, as it stands in a file.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The exercise.
    pub exercise: Exercise,
    /// The file whose text is tried, absolute.
    pub file: PathBuf,
    /// The file as the learner knows it, for messages.
    pub shown: String,
}

impl Subject {
    /// The exercise as the learner has it.
    pub fn of(exercise: &Exercise, root: &Path) -> Subject {
        Subject::at(exercise, root, &exercise.path())
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
        }
    }

    fn at(exercise: &Exercise, root: &Path, path: &Path) -> Subject {
        Subject {
            exercise: exercise.clone(),
            file: root.join(path),
            shown: path.display().to_string(),
        }
    }
}

/// Checks exercises of one project.
#[derive(Debug)]
pub struct Checker {
    root: PathBuf,
    runs: u32,
    toolchain: Toolchain,
    supervisor: PathBuf,
}

/// Why a check ended without a verdict on the learner's program.
enum Stop {
    Source { file: PathBuf, error: SourceError },
    Supervise(SuperviseError),
    Surroundings(String),
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
            toolchain: Toolchain::of(root),
            supervisor: supervisor.to_path_buf(),
        }
    }

    /// Checks an exercise, until it is known or cancelled.
    pub fn check(
        &self,
        subject: &Subject,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Checked {
        let start = Instant::now();
        let mut notes = Vec::new();
        let verdict = self
            .try_out(subject, cancel, &mut notes, on_progress)
            .unwrap_or_else(|stop| Verdict::NotRun(not_run(stop)));
        Checked {
            name: subject.exercise.name.clone(),
            file: subject.shown.clone(),
            verdict,
            notes,
            seconds: start.elapsed().as_secs_f64(),
        }
    }

    fn try_out(
        &self,
        subject: &Subject,
        cancel: &Cancel,
        notes: &mut Vec<Note>,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<Verdict, Stop> {
        let program = self.program(subject)?;
        if program.check_part == CheckPart::Edited {
            notes.push(Note::CheckPartEdited);
        }
        let folder = fresh_folder()?;
        let mut supervisor = Supervisor::start(&self.supervisor)?;
        on_progress(Progress::Compiling);
        let built = self.toolchain.compile(
            &program.text,
            &subject.shown,
            folder.path(),
            &mut supervisor,
            cancel,
        )?;
        let binary = match built {
            Compiled::Built { binary, warnings } => {
                notes.extend(warnings.map(Note::Warnings));
                binary
            }
            Compiled::Refused(not_run) => return Ok(Verdict::NotRun(not_run)),
        };
        let time = subject.exercise.time_limit;
        let plan = Plan {
            worlds: subject.exercise.worlds.clone(),
            runs: self.runs,
            expected: EXPECTED.into(),
            limits: RunLimits { time, output: OUTPUT, memory: MEMORY, processes: PROCESSES },
        };
        let mut run = |world, rounds| run_once(&binary, world, rounds, time, &mut supervisor, cancel);
        let verdict = stress::stress(&plan, &mut run, on_progress)?;
        Ok(verdict)
    }

    /// The learner's part with the kit's own check.
    fn program(&self, subject: &Subject) -> Result<source::Program, Stop> {
        let original = self.root.join(subject.exercise.original_path());
        let stop = |file: &Path| {
            let file = file.to_path_buf();
            |error| Stop::Source { file, error }
        };
        let shown = Path::new(&subject.shown);
        let learner = source::read(&subject.file).map_err(stop(shown))?;
        // The learner's own file may lack its check line, the kit's copy may not.
        source::Source::part(&learner).map_err(stop(shown))?;
        let original_text = source::read(&original).map_err(|error| {
            Stop::Surroundings(format!(
                "The kit's own copy of the exercise cannot be used: {}: {error}\nGet it back from where you got the kit (`git checkout -- {}`).",
                original.display(),
                subject.exercise.original_path().display()
            ))
        })?;
        source::compose(&learner, &original_text).map_err(stop(&subject.exercise.original_path()))
    }
}

fn run_once(
    binary: &Path,
    world: World,
    rounds: u64,
    time: Duration,
    supervisor: &mut Supervisor,
    cancel: &Cancel,
) -> Result<Outcome, Stop> {
    let folder = fresh_folder()?;
    let job = Job {
        program: binary.to_path_buf(),
        args: Vec::new(),
        env: vec![
            ("ROUNDS".into(), rounds.to_string()),
            ("WORLD".into(), world.name().into()),
        ],
        dir: folder.path().to_path_buf(),
        limits: Limits {
            time,
            memory: MEMORY,
            processes: PROCESSES,
            output: OUTPUT,
            file: FILE,
            kept_output: KEPT_OUTPUT,
        },
    };
    let outcome = supervisor.run(&job, cancel)?;
    if let End::NotStarted { reason } = &outcome.end {
        return Err(Stop::Surroundings(format!(
            "The compiled exercise could not be started: {reason}.\nMay programs be run from {}? TMPDIR names another folder.",
            std::env::temp_dir().display()
        )));
    }
    Ok(outcome)
}

fn fresh_folder() -> Result<FreshFolder, Stop> {
    FreshFolder::make().map_err(|error| {
        Stop::Surroundings(format!(
            "A fresh folder for the run could not be made in {}: {error}.\nCheck the space on the disk; TMPDIR names another folder.",
            std::env::temp_dir().display()
        ))
    })
}

fn not_run(stop: Stop) -> NotRun {
    match stop {
        Stop::Surroundings(reason) => NotRun::Surroundings { reason },
        Stop::Supervise(SuperviseError::Cancelled) => NotRun::Cancelled,
        Stop::Supervise(error) => NotRun::Internal { reason: error.to_string() },
        Stop::Source { file, error } => NotRun::BadSource {
            file,
            line: error.line(),
            reason: error.to_string(),
            name: error.name(),
        },
    }
}
