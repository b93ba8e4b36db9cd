//! Checks an exercise: reads it, compiles it, tries it, and says what was found.

mod folder;
pub mod judge;
pub mod stress;
pub mod verdict;

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::catalog::{DEFAULT_TIME_LIMIT, Exercise, World};
use crate::compile::{Compiled, Toolchain};
use crate::source::{self, CheckPart, SourceError};
use crate::supervise::{Cancel, End, Job, Limits, Outcome, SuperviseError, Supervisor};
use folder::FreshFolder;
use stress::Plan;
use verdict::{Checked, NotRun, Note, Progress, Verdict};

/// How many runs in a row have to hold where nothing else is said.
pub const DEFAULT_RUNS: u32 = 20;

/// What every exercise's counter should be in the end.
const EXPECTED: &str = "0";

/// The limits of one run; its time is the exercise's own.
const LIMITS: Limits = Limits {
    time: DEFAULT_TIME_LIMIT,
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
        on_progress(Progress::Compiling);
        let built = self.build(subject, cancel);
        self.try_out(built, cancel, on_progress)
    }

    /// Checks many exercises; `on_checked` gets each with its place, in their order.
    ///
    /// All are compiled first, because a compiler beside a run would take the cores that its sides should have.
    /// For the same reason only half as many runs are made at once as there are cores.
    pub fn check_all(
        &self,
        subjects: &[Subject],
        cancel: &Cancel,
        on_checked: &mut dyn FnMut(usize, Checked),
    ) {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let mut built = Vec::new();
        let build = |subject| self.build(subject, cancel);
        in_order(cores, subjects.iter().collect(), &build, &mut |_, one| {
            built.push(one)
        });
        let try_out = |built| self.try_out(built, cancel, &mut |_| ());
        in_order((cores / 2).max(1), built, &try_out, on_checked);
    }

    /// Compiles the learner's part with the kit's own check.
    fn build<'a>(&self, subject: &'a Subject, cancel: &Cancel) -> Built<'a> {
        let start = Instant::now();
        let mut notes = Vec::new();
        let program = self.compiled(subject, &mut notes, cancel);
        Built {
            subject,
            program,
            notes,
            seconds: start.elapsed().as_secs_f64(),
        }
    }

    fn compiled(
        &self,
        subject: &Subject,
        notes: &mut Vec<Note>,
        cancel: &Cancel,
    ) -> Result<BuiltProgram, Stop> {
        let program = self.program(subject)?;
        if program.check_part == CheckPart::Edited {
            notes.push(Note::CheckPartEdited);
        }
        let folder = fresh_folder()?;
        let mut supervisor = Supervisor::start(&self.supervisor)?;
        let (text, shown, path) = (&program.text, &subject.shown, folder.path());
        match self
            .toolchain
            .compile(text, shown, path, &mut supervisor, cancel)?
        {
            Compiled::Built { binary, warnings } => {
                notes.extend(warnings.map(Note::Warnings));
                Ok(BuiltProgram {
                    binary,
                    supervisor,
                    _folder: folder,
                })
            }
            Compiled::Refused(not_run) => Err(Stop::NotRun(not_run)),
        }
    }

    /// Makes the runs of a compiled exercise.
    fn try_out(
        &self,
        built: Built<'_>,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Checked {
        let start = Instant::now();
        let exercise = &built.subject.exercise;
        let verdict = built
            .program
            .and_then(|program| self.stressed(program, exercise, cancel, on_progress))
            .unwrap_or_else(|stop| Verdict::NotRun(not_run(stop)));
        Checked {
            name: exercise.name.clone(),
            file: built.subject.shown.clone(),
            verdict,
            notes: built.notes,
            seconds: built.seconds + start.elapsed().as_secs_f64(),
        }
    }

    fn stressed(
        &self,
        mut program: BuiltProgram,
        exercise: &Exercise,
        cancel: &Cancel,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<Verdict, Stop> {
        let limits = Limits {
            time: exercise.time_limit,
            ..LIMITS
        };
        let plan = Plan {
            worlds: exercise.worlds.clone(),
            runs: self.runs,
            expected: EXPECTED.into(),
            limits: limits.clone(),
        };
        let mut run = |world, rounds| program.run(world, rounds, &limits, cancel);
        stress::stress(&plan, &mut run, on_progress)
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
            let path = subject.exercise.original_path();
            let reason = format!(
                "The kit's own copy of the exercise cannot be used: {}: {error}\nGet it back from where you got the kit (`git checkout -- {}`).",
                original.display(),
                path.display()
            );
            Stop::NotRun(NotRun::Surroundings { reason })
        })?;
        source::compose(&learner, &original_text).map_err(stop(&subject.exercise.original_path()))
    }
}

/// An exercise on its way from the compiler to its runs.
struct Built<'a> {
    subject: &'a Subject,
    program: Result<BuiltProgram, Stop>,
    notes: Vec<Note>,
    seconds: f64,
}

/// A compiled exercise. Its folder goes with it.
struct BuiltProgram {
    binary: PathBuf,
    supervisor: Supervisor,
    _folder: FreshFolder,
}

impl BuiltProgram {
    /// One run, in a fresh folder.
    fn run(
        &mut self,
        world: World,
        rounds: u64,
        limits: &Limits,
        cancel: &Cancel,
    ) -> Result<Outcome, Stop> {
        let folder = fresh_folder()?;
        let job = Job {
            program: self.binary.clone().into(),
            args: Vec::new(),
            env: vec![
                ("ROUNDS".into(), rounds.to_string().into()),
                ("WORLD".into(), world.name().into()),
            ],
            dir: folder.path().to_path_buf(),
            limits: limits.clone(),
        };
        let outcome = self.supervisor.run(&job, cancel)?;
        if let End::NotStarted { reason } = &outcome.end {
            return Err(Stop::NotRun(NotRun::Surroundings {
                reason: format!(
                    "The compiled exercise could not be started: {reason}.\nMay programs be run from {}? TMPDIR names another folder.",
                    std::env::temp_dir().display()
                ),
            }));
        }
        Ok(outcome)
    }
}

/// Does `work` on all items with so many threads; `on_done` gets the results in the items' order.
fn in_order<T: Send, R: Send>(
    threads: usize,
    items: Vec<T>,
    work: &(dyn Fn(T) -> R + Sync),
    on_done: &mut dyn FnMut(usize, R),
) {
    let (to_workers, items_left) = crossbeam_channel::unbounded();
    let slots: Vec<_> = items
        .into_iter()
        .map(|item| {
            let (done, slot) = crossbeam_channel::bounded(1);
            to_workers
                .send((item, done))
                .expect("the receiver is alive in this function");
            slot
        })
        .collect();
    drop(to_workers);
    std::thread::scope(|scope| {
        for _ in 0..threads.min(slots.len()) {
            scope.spawn(|| {
                while let Ok((item, done)) = items_left.recv() {
                    // Nobody waits any more when `on_done` has panicked.
                    let _ = done.send(work(item));
                }
            });
        }
        for (index, slot) in slots.iter().enumerate() {
            let Ok(result) = slot.recv() else {
                // The worker has panicked; the scope passes its panic on.
                return;
            };
            on_done(index, result);
        }
    });
}

fn fresh_folder() -> Result<FreshFolder, Stop> {
    FreshFolder::make().map_err(|error| {
        let reason = format!(
            "A fresh folder for the run could not be made in {}: {error}.\nCheck the space on the disk; TMPDIR names another folder.",
            std::env::temp_dir().display()
        );
        Stop::NotRun(NotRun::Surroundings { reason })
    })
}

fn not_run(stop: Stop) -> NotRun {
    match stop {
        Stop::NotRun(not_run) => not_run,
        Stop::Supervise(SuperviseError::Cancelled) => NotRun::Cancelled,
        Stop::Supervise(error @ (SuperviseError::Start { .. } | SuperviseError::NoAnswer)) => {
            let reason = format!(
                "The run could not be watched over: {error}.\nClose other programs and try again."
            );
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
