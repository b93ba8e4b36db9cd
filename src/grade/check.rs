//! One check: an ordinary `run` of this very program, in a process of its own with a cleared environment, in a folder of its
//! own, under a supervisor that leaves nothing of it behind.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;

use super::answer::Answer;
use super::containment::{Contained, EXERCISES};
use super::plan::{Assigned, Check};
use crate::catalog::Exercise;
use crate::check::FreshFolder;
use crate::learner;
use crate::source::CHECK_LINE;
use crate::supervise::{Cancel, Environment, Job, Limits, Outcome, SuperviseError, Supervisor};
use crate::unsafe_code::Policy;

/// What a check may use at the very last, unless it makes very many real runs. Everything that it runs has narrower limits of
/// its own, so only a check that has gone wrong meets these.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(15 * 60),
    patience: 4,
    memory: 6 << 30,
    processes: 1024,
    output: 64 << 20,
    file: 2 << 30,
    kept_output: 16 << 20,
};

/// How long a check may take, its real runs left out.
const WITHOUT_RUNS: Duration = Duration::from_secs(5 * 60);

/// The limits of a check of this exercise, with so many real runs in each mode. A set may ask for thousands.
fn limits(exercise: &Exercise, runs: u32) -> Limits {
    let modes = exercise.modes.len() as u32;
    let runs = exercise
        .time_limit
        .saturating_mul(runs.saturating_mul(modes));
    Limits {
        time: LIMITS.time.max(WITHOUT_RUNS.saturating_add(runs)),
        ..LIMITS
    }
}

/// What a check outside a sandbox finds in its environment, if it is set: where the compiler and the kit's libraries are.
const PASSED_ON: [&str; 9] = [
    "PATH",
    "HOME",
    "RUSTC",
    "CARGO",
    "CARGO_HOME",
    "RUSTUP_HOME",
    "RUSTUP_TOOLCHAIN",
    "RACELINGS_CACHE",
    "XDG_CACHE_HOME",
];

/// What is in the way of a check may be over after that time: the processes of another one, that take all the machine has.
const MAY_BE_OVER: Duration = Duration::from_secs(5);

/// Where checks are made: this program, and what it checks against.
#[derive(Debug)]
pub struct Bench {
    /// This program.
    pub kit: PathBuf,
    /// The set of exercises, if it is another one than the kit's own.
    pub exercises: Option<PathBuf>,
    /// The number of real runs in a row that must pass.
    pub runs: u32,
    /// Up to how many preemptions programs are explored, if that is not left to the kit.
    pub bound: Option<u32>,
    /// The unsafe code that submissions may have.
    pub unsafe_code: Policy,
    /// The sandbox around each check, if the teacher wants one.
    pub contained: Option<Contained>,
    /// Which pages of counterexamples are made.
    pub pages: Pages,
}

/// Which pages of counterexamples are made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Pages {
    /// No pages
    None,
    /// As `page` makes them, without the game
    #[default]
    Story,
    /// With the game: exploring it can take as long as the check
    Game,
}

impl Bench {
    /// Checks a text as an exercise. If something was in the way, it is tried once more after a while; and if that may have been the text's
    /// doing, another program is checked, and then the text for the last time.
    ///
    /// # Errors
    /// When it is cancelled.
    pub fn check(
        &self,
        check: &Check,
        assigned: &Assigned,
        supervisor: &mut Supervisor,
        cancel: &Cancel,
    ) -> Result<Answer, SuperviseError> {
        let exercise = &assigned.exercise;
        let mut once = |above: &str, pages| self.once(above, exercise, pages, supervisor, cancel);
        let first = once(&check.above, self.pages)?;
        if first.finding.is_lasting() {
            return Ok(first);
        }
        if cancel.is_cancelled_within(MAY_BE_OVER) {
            return Err(SuperviseError::Cancelled);
        }
        // Perhaps it was the page that could not be made.
        let second = once(&check.above, Pages::None)?
            .finding
            .after(&first.finding);
        if !first.finding.may_be_its_doing() || !second.may_be_its_doing() {
            return Ok(Answer::without_page(second));
        }
        let control = once(assigned.control(), Pages::None)?.finding;
        if !control.is_lasting() {
            return Ok(Answer::without_page(second));
        }
        let third = once(&check.above, Pages::None)?.finding.after(&second);
        Ok(Answer::without_page(match third.may_be_its_doing() {
            true => third.as_its_doing(&exercise.name),
            false => third,
        }))
    }

    fn once(
        &self,
        above: &str,
        exercise: &Exercise,
        pages: Pages,
        supervisor: &mut Supervisor,
        cancel: &Cancel,
    ) -> Result<Answer, SuperviseError> {
        let disturbed = |kind, why: &str| Ok(Answer::of_none(exercise, kind, why));
        let laid_down = FreshFolder::make().and_then(|folder| {
            self.lay_down(folder.path(), exercise, above)?;
            Ok(folder)
        });
        let folder = match laid_down {
            Ok(folder) => folder,
            Err(error) => {
                let why = format!("no folder for the check could be created: {error}");
                return disturbed("surroundings", &why);
            }
        };
        let job = self.job(folder.path(), exercise, pages);
        match start(&job, supervisor, cancel) {
            Ok(outcome) => Ok(Answer::of(&outcome, exercise)),
            Err(SuperviseError::Cancelled) => Err(SuperviseError::Cancelled),
            Err(error @ (SuperviseError::Start { .. } | SuperviseError::NoAnswer)) => {
                disturbed("surroundings", &error.to_string())
            }
            Err(error @ SuperviseError::Internal(_)) => disturbed("internal", &error.to_string()),
        }
    }

    /// Lays the folder of a check down: a learner's folder with nothing in it but that text.
    fn lay_down(&self, folder: &Path, exercise: &Exercise, above: &str) -> io::Result<()> {
        fs::create_dir(folder.join(TEMPORARY))?;
        if self.exercises.is_none() {
            learner::mark(folder).map_err(io::Error::other)?;
        }
        let file = folder.join(exercise.path());
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        fs::write(file, format!("{above}{CHECK_LINE}\n"))
    }

    fn job(&self, folder: &Path, exercise: &Exercise, pages: Pages) -> Job {
        let (program, args, env) = match &self.contained {
            Some(Contained { sandbox, .. }) => {
                let exercises = self.exercises.as_ref().map(|_| EXERCISES.as_ref());
                let mut args = self.arguments(exercise, exercises, pages);
                args.push("--contained".into());
                let args = sandbox.arguments(folder, &args);
                (sandbox.maker(), args, Vec::new())
            }
            None => {
                let args = self.arguments(exercise, self.exercises.as_deref(), pages);
                (self.kit.as_path(), args, passed_on(folder))
            }
        };
        Job {
            program: program.into(),
            args,
            environment: Environment::Cleared,
            env,
            dir: folder.to_path_buf(),
            limits: limits(exercise, self.runs),
            crash: None,
        }
    }

    /// The arguments of the kit for a check.
    fn arguments(
        &self,
        exercise: &Exercise,
        exercises: Option<&Path>,
        pages: Pages,
    ) -> Vec<OsString> {
        let mut args: Vec<OsString> = Vec::new();
        if let Some(root) = exercises {
            args.extend(["--exercises".into(), root.into()]);
        }
        args.extend(["run".into(), exercise.name.clone().into()]);
        args.extend(["--file".into(), exercise.path().into()]);
        args.extend(["--runs".into(), self.runs.to_string().into()]);
        if let Some(bound) = self.bound {
            args.extend(["--bound".into(), bound.to_string().into()]);
        }
        args.push("--graded".into());
        match self.unsafe_code {
            Policy::Allowed => {}
            Policy::AsInStarter => args.push("--no-unsafe".into()),
        }
        if let Some(pages) = pages.to_possible_value() {
            args.extend(["--with-page", pages.get_name()].map(OsString::from));
        }
        args
    }
}

/// The environment of a check outside a sandbox.
fn passed_on(folder: &Path) -> Vec<(OsString, OsString)> {
    let set = PASSED_ON.into_iter();
    let set = set.filter_map(|name| Some((name.into(), env::var_os(name)?)));
    let mut env: Vec<(OsString, OsString)> = set.collect();
    env.push(("TMPDIR".into(), folder.join(TEMPORARY).into()));
    env
}

/// The folder for temporary files, in that of a check.
const TEMPORARY: &str = "tmp";

/// Starts a check, and waits for its end. Every check begins here.
fn start(
    job: &Job,
    supervisor: &mut Supervisor,
    cancel: &Cancel,
) -> Result<Outcome, SuperviseError> {
    supervisor.run(job, cancel)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::check::DEFAULT_RUNS;

    #[test]
    fn a_check_has_time_for_all_the_runs_that_a_set_may_ask_for() {
        let catalog = Catalog::of_kit(Path::new("/nowhere"));
        for exercise in &catalog.exercises {
            assert_eq!(limits(exercise, DEFAULT_RUNS).time, LIMITS.time);
            let of_all = exercise.time_limit * 10_000 * exercise.modes.len() as u32;
            assert_eq!(limits(exercise, 10_000).time, WITHOUT_RUNS + of_all);
        }
    }
}
