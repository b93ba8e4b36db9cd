//! The exercises: what `info.toml` says of them, and where their files are.

mod card;
mod difficulty;
mod entry;
mod solutions;

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{invocation, kit};

use entry::Info;

pub use card::Card;
pub use difficulty::Difficulty;
pub use entry::is_name;
pub use solutions::Solutions;

/// The version of `info.toml` that this kit reads.
pub const FORMAT_VERSION: u32 = 1;

/// How long one run of an exercise may take if `info.toml` does not say.
pub const DEFAULT_TIME_LIMIT: Duration = Duration::from_secs(5);

/// What the workers of an exercise are: threads or processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(clap::ValueEnum)]
pub enum Mode {
    /// The workers are threads of one process.
    Threads,
    /// The workers are processes of their own.
    Processes,
}

impl Mode {
    /// The word for it in texts and in the `MODE` variable of a run.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Threads => "threads",
            Mode::Processes => "processes",
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One exercise, as `info.toml` describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Exercise {
    /// Its name, the file's name without `.rs`.
    pub name: String,
    /// Its chapter's folder, such as `02_threads`.
    pub dir: String,
    /// The modes in which it is checked, in this order.
    pub modes: Vec<Mode>,
    /// The kinds of failure that its starter may have in real runs.
    pub fails: Vec<String>,
    /// How long one run may take.
    pub time_limit: Duration,
    /// How many threads or processes, besides the first, must work at the same time.
    pub workers: u32,
    /// Whether they must alternate in some interleaving: one works between two pieces of work of another.
    pub alternate: bool,
    /// Whether one of its processes may be killed, before any of its steps and in real runs.
    pub crashes: bool,
    /// What a learner can do once they have done it, in one sentence.
    pub goal: Option<String>,
    /// How many minutes a learner needs for it.
    pub minutes: Option<u32>,
    /// How hard it is.
    pub difficulty: Option<Difficulty>,
    /// The names of the exercises that it builds on.
    pub needs: Vec<String>,
    /// Whether it may be skipped: it is further practice, and no exercise of the core path builds on it.
    pub further: bool,
    /// Hints, from vague to plain.
    pub hints: Vec<String>,
    /// What there is to read once it passes.
    pub card: Option<Card>,
}

impl Exercise {
    /// The file that the learner edits, below the project's root.
    pub fn path(&self) -> PathBuf {
        Path::new("exercises").join(self.in_chapter())
    }

    /// The solution, below the project's root.
    pub fn solution_path(&self) -> PathBuf {
        Path::new("solutions").join(self.in_chapter())
    }

    /// The kit's own copy of the starter, below the project's root.
    pub fn original_path(&self) -> PathBuf {
        Path::new("exercises/.originals").join(self.in_chapter())
    }

    /// The folder of its known fixes, below the project's root.
    pub fn fixes_path(&self) -> PathBuf {
        Path::new("tests/variants").join(&self.dir).join(&self.name)
    }

    fn in_chapter(&self) -> PathBuf {
        Path::new(&self.dir).join(format!("{}.rs", self.name))
    }
}

/// The file that marks a learner's folder.
pub const LEARNERS_MARK: &str = "racelings.toml";

/// Whether this is a learner's folder, whose starters and solutions are in the kit.
pub fn is_learners(root: &Path) -> bool {
    root.join(LEARNERS_MARK).is_file()
}

/// Whether the set at `root` is the kit's own: the one of the clone that the kit was built in, or a learner's folder.
pub fn is_of_kit(root: &Path) -> bool {
    let clone = Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_clone = match (clone.canonicalize(), root.canonicalize()) {
        (Ok(clone), Ok(root)) => clone == root,
        _ => false,
    };
    is_clone || is_learners(root)
}

/// All exercises in their order, and the texts around them.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalog {
    /// The folder that holds `info.toml`, or the learner's folder.
    pub root: PathBuf,
    /// Where the solutions are.
    pub solutions: Solutions,
    /// Shown at the first start.
    pub welcome_message: String,
    /// Shown when every exercise is done.
    pub final_message: String,
    /// The exercises, in the order in which they teach.
    pub exercises: Vec<Exercise>,
}

/// Why there is no catalog.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// Neither an `info.toml` nor a learner's folder here or above.
    #[error(
        "there are no exercises in {0} or in a folder above it.\nGo to the folder that has them, or create a new one: `{init}`.",
        init = invocation::command(&["init", "DIR"])
    )]
    NotFound(PathBuf),
    /// It could not be read.
    #[error("{path} could not be read: {source}.\nCheck the file's permissions.")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// Its contents are wrong.
    #[error("{file}:{line}: {reason}")]
    Wrong {
        /// `info.toml`, as the user knows it.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong, and what to do.
        reason: String,
    },
}

impl Catalog {
    /// The exercises of `start`, or of the nearest folder above it that has some: those that its `info.toml` names, or in a
    /// learner's folder the kit's own.
    ///
    /// # Errors
    /// When there is none, or it cannot be read, or says something wrong (with its line).
    pub fn find(start: &Path) -> Result<Catalog, CatalogError> {
        let has_some = |folder: &&Path| has_info(folder) || is_learners(folder);
        let root = nearest(start, has_some)?;
        if !has_info(root) {
            return Ok(Catalog::of_kit(root));
        }
        let path = root.join("info.toml");
        let bytes = std::fs::read(&path).map_err(|source| CatalogError::Unreadable {
            path: path.clone(),
            source,
        })?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            CatalogError::Wrong {
                file: "info.toml".into(),
                line: valid.iter().filter(|&&byte| byte == b'\n').count() + 1,
                reason: "the file is not UTF-8 text.".into(),
            }
        })?;
        Catalog::parse(&text, root)
    }

    /// The nearest folder, `start` itself or above it, that has an `info.toml`.
    ///
    /// # Errors
    /// When there is none.
    pub fn root_above(start: &Path) -> Result<&Path, CatalogError> {
        nearest(start, |folder| has_info(folder))
    }

    /// The kit's own exercises, in a learner's folder.
    pub fn of_kit(root: &Path) -> Catalog {
        let info = kit::text(Path::new("info.toml")).unwrap_or_default();
        let catalog = Catalog::parse(info, root).expect("the kit's own info.toml is tested");
        Catalog {
            solutions: Solutions::WhenPassed,
            ..catalog
        }
    }

    /// Reads the text of an `info.toml`.
    ///
    /// # Errors
    /// What is wrong in it, with its line.
    pub fn parse(text: &str, root: &Path) -> Result<Catalog, CatalogError> {
        let wrong = |at: Option<Range<usize>>, reason: String| CatalogError::Wrong {
            file: "info.toml".into(),
            line: at.map_or(1, |span| line_of(text, span.start)),
            reason,
        };
        let info: Info =
            toml::from_str(text).map_err(|e| wrong(e.span(), e.message().trim_end().into()))?;
        if *info.format_version.get_ref() != FORMAT_VERSION {
            return Err(wrong(
                Some(info.format_version.span()),
                format!(
                    "format_version is {}, this kit reads {FORMAT_VERSION}. Update the kit, or the file.",
                    info.format_version.get_ref()
                ),
            ));
        }
        if info.exercises.is_empty() {
            return Err(wrong(None, "there is no [[exercises]] in it.".into()));
        }
        let mut seen = HashSet::new();
        for exercise in &info.exercises {
            exercise
                .problem(&seen)
                .map_or(Ok(()), |(at, reason)| Err(wrong(Some(at), reason)))?;
            seen.insert(exercise.name.get_ref().clone());
        }
        Ok(Catalog {
            root: root.to_path_buf(),
            solutions: match is_of_kit(root) {
                true => Solutions::of_clone(),
                false => Solutions::Beside,
            },
            welcome_message: info.welcome_message,
            final_message: info.final_message,
            exercises: info.exercises.into_iter().map(Exercise::from).collect(),
        })
    }

    /// The place of the exercise with this name.
    ///
    /// # Errors
    /// When there is none: with the nearest name, if one is near.
    pub fn index_of(&self, name: &str) -> Result<usize, UnknownExercise> {
        let found = self.exercises.iter().position(|e| e.name == name);
        found.ok_or_else(|| UnknownExercise {
            name: name.into(),
            nearest: self.nearest_name(name),
        })
    }

    /// The exercise with this name.
    ///
    /// # Errors
    /// As [`Catalog::index_of`].
    pub fn get(&self, name: &str) -> Result<&Exercise, UnknownExercise> {
        self.index_of(name).map(|index| &self.exercises[index])
    }

    /// The exercise whose file (as the learner edits it) this path is.
    pub fn index_of_path(&self, path: &Path) -> Option<usize> {
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        self.exercises.iter().position(|e| e.path() == relative)
    }

    fn nearest_name(&self, name: &str) -> Option<String> {
        let name = name.to_lowercase();
        self.exercises
            .iter()
            .map(|e| (strsim::jaro_winkler(&name, &e.name.to_lowercase()), e))
            .filter(|(likeness, _)| *likeness > 0.7)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, exercise)| exercise.name.clone())
    }
}

/// There is no exercise with that name.
#[derive(Debug, thiserror::Error, PartialEq)]
#[error("there is no exercise \"{name}\".{} `{list}` shows all of them.", did_you_mean(.nearest.as_deref()), list = invocation::command(&["list"]))]
pub struct UnknownExercise {
    name: String,
    nearest: Option<String>,
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!(" Did you mean \"{name}\"?"))
}

fn has_info(folder: &Path) -> bool {
    folder.join("info.toml").is_file()
}

/// The nearest folder, `start` itself or above it, that satisfies the condition.
fn nearest(start: &Path, is_wanted: impl Fn(&&Path) -> bool) -> Result<&Path, CatalogError> {
    let found = start.ancestors().find(is_wanted);
    found.ok_or_else(|| CatalogError::NotFound(start.to_path_buf()))
}

fn line_of(text: &str, offset: usize) -> usize {
    text[..offset.min(text.len())].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"format_version = 1
welcome_message = "hello"
final_message = "done"

[[exercises]]
name = "threads1"
dir = "02_threads"
modes = ["threads"]
fails = ["wrong_result"]
hints = ["vague", "plain"]

[[exercises]]
name = "process_locks1"
dir = "06_process_locks"
modes = ["threads", "processes"]
time_limit = 2.5
goal = """
You can lock
a file."""
minutes = 20
difficulty = 2
needs = ["threads1"]
further = true
hints = []
"#;

    fn catalog() -> Catalog {
        Catalog::parse(GOOD, Path::new("/kit")).unwrap()
    }

    fn error(text: &str) -> String {
        Catalog::parse(text, Path::new("/kit"))
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn an_entry_becomes_an_exercise_with_its_paths() {
        let catalog = catalog();
        let exercise = catalog.get("process_locks1").unwrap();
        assert_eq!(exercise.modes, [Mode::Threads, Mode::Processes]);
        assert_eq!(exercise.time_limit, Duration::from_millis(2500));
        assert_eq!(
            exercise.path(),
            Path::new("exercises/06_process_locks/process_locks1.rs")
        );
        assert_eq!(
            catalog.get("threads1").unwrap().time_limit,
            DEFAULT_TIME_LIMIT
        );
        assert!(exercise.alternate && exercise.workers == 2);
        assert_eq!(exercise.goal.as_deref(), Some("You can lock a file."));
        assert_eq!(exercise.minutes, Some(20));
        assert_eq!(exercise.difficulty, Some(Difficulty::Medium));
        assert_eq!(exercise.needs, ["threads1"]);
        assert!(exercise.further && !catalog.exercises[0].further);
        assert_eq!(catalog.exercises[0].goal, None);
    }

    #[test]
    fn a_path_leads_back_to_its_exercise() {
        let catalog = catalog();
        let path = Path::new("/kit/exercises/02_threads/threads1.rs");
        assert_eq!(catalog.index_of_path(path), Some(0));
        assert_eq!(catalog.index_of_path(Path::new("/kit/Cargo.toml")), None);
    }

    #[test]
    fn an_unknown_name_suggests_the_nearest() {
        let message = catalog().get("thread1").unwrap_err().to_string();
        assert!(message.contains("Did you mean \"threads1\"?"), "{message}");
        let message = catalog().get("zzz").unwrap_err().to_string();
        assert!(!message.contains("Did you mean"), "{message}");
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let twice = GOOD.replace("process_locks1", "threads1");
        assert!(error(&twice).starts_with("info.toml:13: the name \"threads1\" is given twice"));
        let mode = GOOD.replace("[\"threads\"]", "[\"thread\"]");
        assert!(
            error(&mode).starts_with("info.toml:8: unknown variant"),
            "{}",
            error(&mode)
        );
        let limit = GOOD.replace("2.5", "0.0");
        assert!(error(&limit).starts_with("info.toml:16: process_locks1: time_limit"));
        let version = GOOD.replace("format_version = 1", "format_version = 7");
        assert!(error(&version).starts_with("info.toml:1: format_version is 7"));
        let dir = GOOD.replace("02_threads", "../02");
        assert!(error(&dir).starts_with("info.toml:7: dir \"../02\""));
        let difficulty = GOOD.replace("difficulty = 2", "difficulty = 4");
        assert!(
            error(&difficulty).starts_with("info.toml:21: difficulty is 4; expected 1, 2 or 3")
        );
        assert!(error("format_version = 1").contains("no [[exercises]]"));
        assert!(error("format_version = [").starts_with("info.toml:1: "));
    }
}
