//! One check: an ordinary `run` of this very program, in a process of its own with a cleared environment, in a folder of its
//! own, under a supervisor that leaves nothing of it behind.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use super::containment::{Contained, EXERCISES};
use super::plan::Check;
use super::result::{CHECK_FAILED, Finding, Word};
use crate::catalog::Exercise;
use crate::check::FreshFolder;
use crate::learner;
use crate::report::{CHECK_SCHEMA, counted};
use crate::source::CHECK_LINE;
use crate::supervise::{
    Cancel, End, Environment, Job, Limits, Outcome, SuperviseError, Supervisor,
};

/// What a check may use at the very last. Everything that it runs has narrower limits of its own, so only a check that has
/// gone wrong meets these.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(15 * 60),
    patience: 4,
    memory: 6 << 30,
    processes: 1024,
    output: 64 << 20,
    file: 2 << 30,
    kept_output: 16 << 20,
};

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
    /// The sandbox around each check, if the teacher wants one.
    pub contained: Option<Contained>,
}

impl Bench {
    /// Checks a text as an exercise. If the machine or the kit was in the way, it is tried once more.
    ///
    /// # Errors
    /// When it is cancelled.
    pub fn check(
        &self,
        check: &Check,
        exercise: &Exercise,
        supervisor: &mut Supervisor,
        cancel: &Cancel,
    ) -> Result<Finding, SuperviseError> {
        let first = self.once(check, exercise, supervisor, cancel)?;
        if first.is_lasting() {
            return Ok(first);
        }
        let second = self.once(check, exercise, supervisor, cancel)?;
        Ok(Finding {
            checks: 2,
            seconds: first.seconds + second.seconds,
            processor_seconds: first.processor_seconds + second.processor_seconds,
            ..second
        })
    }

    fn once(
        &self,
        check: &Check,
        exercise: &Exercise,
        supervisor: &mut Supervisor,
        cancel: &Cancel,
    ) -> Result<Finding, SuperviseError> {
        let disturbed = |kind, why: &str| Ok(not_judged(&exercise.name, kind, why));
        let laid_down = FreshFolder::make().and_then(|folder| {
            self.lay_down(folder.path(), exercise, &check.above)?;
            Ok(folder)
        });
        let folder = match laid_down {
            Ok(folder) => folder,
            Err(error) => {
                let why = format!("no folder for the check could be created: {error}");
                return disturbed("surroundings", &why);
            }
        };
        let job = self.job(folder.path(), exercise);
        match start(&job, supervisor, cancel) {
            Ok(outcome) => Ok(judged(&outcome, exercise)),
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

    fn job(&self, folder: &Path, exercise: &Exercise) -> Job {
        let (program, args, env) = match &self.contained {
            Some(Contained { sandbox, .. }) => {
                let exercises = self.exercises.as_ref().map(|_| EXERCISES.as_ref());
                let mut args = arguments(exercise, exercises, self.runs, self.bound);
                args.push("--contained".into());
                let args = sandbox.arguments(folder, &args);
                (sandbox.maker(), args, Vec::new())
            }
            None => {
                let args = arguments(exercise, self.exercises.as_deref(), self.runs, self.bound);
                (self.kit.as_path(), args, passed_on(folder))
            }
        };
        Job {
            program: program.into(),
            args,
            environment: Environment::Cleared,
            env,
            dir: folder.to_path_buf(),
            limits: LIMITS,
        }
    }
}

/// The arguments of the kit for a check.
fn arguments(
    exercise: &Exercise,
    exercises: Option<&Path>,
    runs: u32,
    bound: Option<u32>,
) -> Vec<OsString> {
    let mut args: Vec<OsString> = Vec::new();
    if let Some(root) = exercises {
        args.extend(["--exercises".into(), root.into()]);
    }
    args.extend(["run".into(), exercise.name.clone().into()]);
    args.extend(["--file".into(), exercise.path().into()]);
    args.extend(["--runs".into(), runs.to_string().into()]);
    if let Some(bound) = bound {
        args.extend(["--bound".into(), bound.to_string().into()]);
    }
    args.extend(["--format", "json"].map(OsString::from));
    args
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

/// Longer texts of a program, and more sentences about it, are not stored.
const LONGEST: usize = 2_000;
const MOST_SENTENCES: usize = 400;

/// What is stored of a text that a program may have made as long as it likes.
fn stored(mut text: String) -> String {
    if let Some((at, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(at);
        text.push_str(" …");
    }
    text
}

/// What is stored of sentences.
fn stored_sentences(mut sentences: Vec<String>) -> Vec<String> {
    let more = sentences.len().saturating_sub(MOST_SENTENCES);
    if more > 0 {
        sentences.truncate(MOST_SENTENCES);
        sentences.push(format!("{} not shown.", counted(more, "more sentence")));
    }
    sentences.into_iter().map(stored).collect()
}

/// What is read of the line that `run --format json` prints: docs/schema/check.json.
#[derive(Debug, Deserialize)]
struct CheckLine {
    schema: String,
    name: String,
    verdict: Word,
    kind: Option<String>,
    headline: String,
    message: String,
    line: Option<usize>,
    sentences: Vec<String>,
    schedule: Option<String>,
    executions: u64,
    bound: Option<u32>,
    delays: Option<u32>,
    complete: bool,
    runs: u32,
}

/// What the end of a check says.
fn judged(outcome: &Outcome, exercise: &Exercise) -> Finding {
    let name = &exercise.name;
    let finding = match &outcome.end {
        End::Exited { code } => verdict(*code, outcome, exercise),
        End::NotStarted { .. } | End::HeldUp => {
            not_judged(name, "surroundings", &ended(&outcome.end))
        }
        other => not_judged(name, CHECK_FAILED, &ended(other)),
    };
    Finding {
        seconds: rounded(outcome.seconds),
        processor_seconds: rounded(outcome.processor_seconds),
        ..finding
    }
}

/// A check that was made, and says nothing about the program.
fn not_judged(exercise: &str, kind: &str, why: &str) -> Finding {
    Finding {
        checks: 1,
        ..Finding::not_run(exercise, kind, why, None)
    }
}

/// The verdict that a check has printed before it ended with that code.
fn verdict(code: i32, outcome: &Outcome, exercise: &Exercise) -> Finding {
    let name = &exercise.name;
    let stdout = &outcome.stdout;
    let Ok(said) = serde_json::from_str::<CheckLine>(&stdout.head) else {
        let first = outcome.stderr.head.lines().next().unwrap_or_default();
        let why = match first {
            "" => format!("the check ended with exit code {code}, and without a verdict"),
            first => format!("the check ended with exit code {code}: {first}"),
        };
        return not_judged(name, CHECK_FAILED, &why);
    };
    let fits = match said.verdict {
        Word::Passes => code == 0,
        Word::Fails => code == 1,
        Word::NotRun => code == 2 || code == 3,
    };
    let is_whole = stdout.omitted_bytes == 0;
    if !fits || !is_whole || said.name != *name || said.schema != CHECK_SCHEMA {
        return not_judged(name, CHECK_FAILED, "the check contradicts itself");
    }
    Finding {
        verdict: said.verdict,
        kind: said.kind,
        headline: stored(said.headline),
        message: stored(said.message),
        line: said.line,
        sentences: stored_sentences(said.sentences),
        schedule: said.schedule,
        executions: said.executions,
        bound: said.bound,
        delays: said.delays,
        complete: said.complete,
        runs: said.runs,
        checks: 1,
        seconds: 0.0,
        processor_seconds: 0.0,
    }
}

/// Why a check was ended, in words.
fn ended(end: &End) -> String {
    match end {
        End::Exited { code } => format!("the check ended with exit code {code}"),
        End::Signaled { signal } => format!("the check was ended by signal {signal}"),
        End::TimeLimit { .. } => {
            let minutes = LIMITS.time.as_secs() / 60;
            format!("the check did not end within {minutes} minutes")
        }
        End::HeldUp => "the machine was too busy for too long".into(),
        End::Deadlock { .. } => "the check came to a standstill".into(),
        End::OutputLimit => "the check printed too much".into(),
        End::MemoryLimit { bytes } => format!("the check used {} MiB of memory", bytes >> 20),
        End::ProcessLimit { count } => format!("the check had {count} processes at once"),
        End::FileLimit => "the check wrote too large a file".into(),
        End::NotStarted { reason } => reason.clone(),
        End::SupervisorKilled { signal } | End::SupervisorStopped { signal } => {
            format!("the supervisor of the check got signal {signal}")
        }
    }
}

/// Below a millisecond it is noise.
fn rounded(seconds: f64) -> f64 {
    (seconds * 1e3).round() / 1e3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::supervise::Captured;

    fn exercise() -> Exercise {
        let catalog = Catalog::of_kit(Path::new("/nowhere"));
        catalog.get("threads1").unwrap().clone()
    }

    fn outcome(end: End, stdout: &str) -> Outcome {
        Outcome {
            end,
            stdout: Captured {
                head: stdout.into(),
                total_bytes: stdout.len() as u64,
                ..Captured::default()
            },
            stderr: Captured::default(),
            seconds: 1.5,
            processor_seconds: 2.5,
            left_running: Vec::new(),
        }
    }

    /// What `run` prints for this verdict.
    fn line(name: &str, verdict: &str, kind: Option<&str>) -> String {
        let line = serde_json::json!({
            "schema": "racelings/check/1", "name": name, "verdict": verdict, "kind": kind, "message": "",
            "headline": "headline", "file": "a.rs", "line": 3, "runs": 20, "values": [], "executions": 57,
            "bound": 2, "delays": null, "complete": true, "preemptions": null, "schedule": null,
            "sentences": ["1. inc, line 3."], "trace": [], "cycle": [], "not_explored": null, "notes": [], "seconds": 1.0,
        });
        line.to_string() + "\n"
    }

    /// The kind of what lasts, or of what is to be tried again.
    fn kind(end: End, stdout: &str) -> Result<Option<String>, String> {
        let judged = judged(&outcome(end, stdout), &exercise());
        match judged.is_lasting() {
            true => Ok(judged.kind),
            false => Err(judged.kind.unwrap()),
        }
    }

    fn exited(code: i32) -> End {
        End::Exited { code }
    }

    #[test]
    fn a_verdict_is_taken_over_with_all_that_feedback_needs() {
        let stdout = line("threads1", "fails", Some("deadlock"));
        let finding = judged(&outcome(exited(1), &stdout), &exercise());
        assert_eq!(finding.verdict, Word::Fails);
        assert_eq!((finding.line, finding.executions), (Some(3), 57));
        assert_eq!(finding.sentences, ["1. inc, line 3."]);
        assert_eq!((finding.seconds, finding.processor_seconds), (1.5, 2.5));
    }

    #[test]
    fn what_a_program_makes_endlessly_long_is_cut_and_said_to_be_cut() {
        let mut line: serde_json::Value =
            serde_json::from_str(&line("threads1", "fails", Some("panic"))).unwrap();
        line["message"] = "ä".repeat(1 << 20).into();
        line["sentences"] = vec!["x".repeat(1 << 16); 1000].into();
        let finding = judged(&outcome(exited(1), &line.to_string()), &exercise());
        assert!(finding.message.ends_with("ä …") && finding.message.len() < 5_000);
        assert_eq!(finding.sentences.len(), MOST_SENTENCES + 1);
        assert_eq!(
            finding.sentences[MOST_SENTENCES],
            "600 more sentences not shown."
        );
        assert!(finding.sentences[0].len() < 3_000);
    }

    #[test]
    fn what_says_something_about_the_program_is_not_tried_again() {
        let does_not_compile = line("threads1", "not_run", Some("does_not_compile"));
        assert_eq!(
            kind(exited(2), &does_not_compile).unwrap().unwrap(),
            "does_not_compile"
        );
        assert_eq!(kind(exited(0), &line("threads1", "passes", None)), Ok(None));
    }

    #[test]
    fn a_check_without_a_verdict_of_its_own_is_never_a_pass_nor_a_failure() {
        let passes = line("threads1", "passes", None);
        let ends = [
            End::Signaled { signal: 9 },
            End::TimeLimit { tasks: Vec::new() },
            End::MemoryLimit { bytes: 1 << 33 },
            End::ProcessLimit { count: 2000 },
            End::OutputLimit,
            End::FileLimit,
            End::SupervisorKilled { signal: 9 },
            End::Deadlock { tasks: Vec::new() },
        ];
        for end in ends {
            assert_eq!(kind(end, &passes).unwrap_err(), CHECK_FAILED);
        }
        assert_eq!(kind(End::HeldUp, &passes).unwrap_err(), "surroundings");
        let twice = passes.clone() + &passes;
        let garbled = ["", "{}", &passes[..passes.len() / 2], &twice];
        for stdout in garbled {
            assert_eq!(
                kind(exited(0), stdout).unwrap_err(),
                CHECK_FAILED,
                "{stdout}"
            );
        }
    }

    #[test]
    fn a_check_that_contradicts_itself_is_no_pass() {
        let passes = line("threads1", "passes", None);
        for code in [1, 2, 3, 101] {
            assert_eq!(kind(exited(code), &passes).unwrap_err(), CHECK_FAILED);
        }
        let other = line("threads2", "passes", None);
        assert_eq!(kind(exited(0), &other).unwrap_err(), CHECK_FAILED);
        let fails = line("threads1", "fails", Some("deadlock"));
        assert_eq!(kind(exited(0), &fails).unwrap_err(), CHECK_FAILED);
    }

    #[test]
    fn what_the_machine_was_in_the_way_of_is_tried_again() {
        for word in ["surroundings", "internal", "cancelled"] {
            let stdout = line("threads1", "not_run", Some(word));
            assert_eq!(kind(exited(2), &stdout).unwrap_err(), word);
        }
    }
}
