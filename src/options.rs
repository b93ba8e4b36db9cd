//! The options of the commands, as the command line has them.

use std::path::PathBuf;

use clap::builder::FalseyValueParser;
use clap::{ArgGroup, Args, ValueEnum};

use crate::catalog::Mode;
use crate::check::DEFAULT_RUNS;
use crate::edition::Edition;
use crate::exploration::schedule::Schedule;
use crate::grade::check::Pages;
use crate::grade::partition::Partition;
use crate::unsafe_code::Policy;

/// The options of `watch`.
#[derive(Args, Clone)]
pub struct WatchArgs {
    /// In `watch`: draw at once how a starter fails, before you have edited it
    #[arg(long, env = "RACELINGS_EXPLAIN", value_parser = FalseyValueParser::new())]
    pub explain: bool,
    /// Poll for saves: for file systems that don't report changes
    #[arg(long)]
    pub poll: bool,
    /// The number of real runs in a row that must pass
    #[arg(long, default_value_t = DEFAULT_RUNS, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub runs: u32,
}

/// The options of a check.
#[derive(Args, Clone, Copy)]
pub struct CheckArgs {
    /// The number of real runs in a row that must pass
    #[arg(long, default_value_t = DEFAULT_RUNS, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub runs: u32,
    /// How to print the verdict
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// How `grade` has an exercise checked, in a process of its own. These options are no part of the interface.
#[derive(Args, Clone, Copy, PartialEq, Eq)]
pub struct GradedArgs {
    /// Check for `grade`: on one core, with the verdict as JSON
    #[arg(long, hide = true, requires = "file")]
    pub graded: bool,
    /// In the sandbox: lower the limits for good, and heed no signal
    #[arg(long, hide = true, requires = "graded")]
    pub contained: bool,
    /// Behind the verdict, print the page of the counterexample
    #[arg(long, hide = true, requires = "graded", value_enum, default_value_t = Pages::None)]
    pub with_page: Pages,
    /// Check nothing that has unsafe code, unless the starter has
    #[arg(long, hide = true, requires = "graded")]
    pub no_unsafe: bool,
}

impl GradedArgs {
    /// The unsafe code that the program may have.
    pub fn unsafe_code(self) -> Policy {
        match self.no_unsafe {
            true => Policy::AsInStarter,
            false => Policy::Allowed,
        }
    }
}

/// The options of `card`.
#[derive(Args, Clone)]
pub struct CardArgs {
    /// The exercise
    pub name: String,
    /// Show the answer to the question
    #[arg(long)]
    pub answer: bool,
}

/// The options of exploring.
#[derive(Args, Clone)]
pub struct ExploreArgs {
    /// The greatest number of preemptions; if not given: 2, and any number if that is cheap
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=8))]
    pub bound: Option<u32>,
    /// How much work exploring may take: what two idle cores do in that many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = seconds)]
    pub budget: f64,
    /// The value of ROUNDS; if not given: 1, then 2
    #[arg(long, value_name = "N")]
    pub rounds: Option<u64>,
    /// Also kill one process, before each of its steps
    #[arg(long)]
    pub crashes: bool,
    /// Spend half of the budget on every interleaving, with no bound: each inequivalent one once, and as much again
    /// on the executions that only the memory model allows
    #[arg(long)]
    pub exhaustive: bool,
    /// The memory model of atomics
    #[arg(long, value_enum, default_value_t)]
    pub model: MemoryModel,
    /// The Rust edition of the program
    #[arg(long, value_enum, default_value_t)]
    pub edition: Edition,
    /// How to print the verdict
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// A memory model, as it is chosen.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
pub enum MemoryModel {
    /// Sequential consistency: each load reads the newest value
    Sc,
    /// That of C++20, which is Rust's, without load buffering
    #[default]
    Rc11,
}

/// The options of `page`.
#[derive(Args, Clone)]
pub struct PageArgs {
    /// An exercise, or a program's file; the current exercise if not given
    #[arg(value_name = "NAME|FILE")]
    pub what: Option<String>,
    /// Check this file as that exercise
    #[arg(
        long,
        value_name = "PATH",
        requires = "what",
        conflicts_with = "schedule"
    )]
    pub file: Option<PathBuf>,
    /// Show this interleaving; if not given, the one that the check finds
    #[arg(long, requires = "what")]
    pub schedule: Option<Schedule>,
    /// The file to write; if not given, NAME.html in the current folder
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// Begin with the interleaving that breaks a starter, before you have edited it
    #[arg(long, env = "RACELINGS_EXPLAIN", value_parser = FalseyValueParser::new())]
    pub explain: bool,
    /// Open the page in your browser
    #[arg(long)]
    pub open: bool,
    /// Of a program's file: also kill one process, before each of its steps
    #[arg(long, requires = "what", conflicts_with_all = ["file", "schedule"])]
    pub crashes: bool,
    /// Write a page for each exercise, with an index, into the folder PATH
    #[arg(long, requires = "output", conflicts_with_all = ["what", "schedule"])]
    pub all: bool,
}

/// The options of `grade`.
#[derive(Args, Clone)]
pub struct GradeArgs {
    /// The class: a folder with a folder or an archive for each student
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The exercises that the class has to solve, and their points; if not given, all exercises, one point each
    #[arg(long, value_name = "FILE")]
    pub set: Option<PathBuf>,
    /// The folder for the results; if there are some, grading goes on from there
    #[arg(long, value_name = "DIR", default_value = "graded")]
    pub out: PathBuf,
    /// A folder with results of an earlier grading, to be used again where text, kit and compiler are the same
    #[arg(long, value_name = "DIR")]
    pub previous: Vec<PathBuf>,
    /// The number of checks made at once; if not given, the number of cores
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub jobs: Option<u32>,
    /// Grade only a part of the class: the shard K of N. `hash` divides by content, `slice` in turn
    #[arg(long, value_name = "hash:K/N|slice:K/N")]
    pub partition: Option<Partition>,
    /// The number of real runs in a row that must pass; if not given, as the set file says
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub runs: Option<u32>,
    /// Which pages of counterexamples to make
    #[arg(long, value_enum, default_value_t)]
    pub pages: Pages,
    /// Run the submissions without a sandbox, with all your rights
    #[arg(long)]
    pub no_sandbox: bool,
    /// How to print the summary
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// The options of `grade merge`.
#[derive(Args, Clone)]
pub struct MergeArgs {
    /// Folders with results
    #[arg(value_name = "DIR", required = true)]
    pub parts: Vec<PathBuf>,
    /// The folder for all results together
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// How to print what came of it
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// The options of `grade export`.
#[derive(Args, Clone)]
pub struct ExportArgs {
    /// The format
    #[arg(value_enum)]
    pub format: ExportFormat,
    /// The folder with the results
    #[arg(value_name = "DIR", default_value = "graded")]
    pub folder: PathBuf,
    /// Only this student, by the name of their folder or archive
    #[arg(long, value_name = "NAME")]
    pub student: Option<String>,
    /// The address at which you publish the folder `pages` of the results: feedback links to it
    #[arg(long, value_name = "URL", value_parser = address)]
    pub pages: Option<String>,
    /// The file; for a format with a file for each student, if no student is named, the folder. If not given, beside the results
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
}

/// The options of `dev export`.
#[derive(Args, Clone)]
#[command(group = ArgGroup::new("exported").required(true).args(["student", "gradescope", "classroom50"]))]
pub struct DevExportArgs {
    /// The kit for students: without known fixes, and with solutions as the set file says
    #[arg(long, value_name = "DIR")]
    pub student: Option<PathBuf>,
    /// An autograder for Gradescope, to be zipped and uploaded
    #[arg(long, value_name = "DIR")]
    pub gradescope: Option<PathBuf>,
    /// An autograder for Classroom 50
    #[arg(long, value_name = "DIR")]
    pub classroom50: Option<PathBuf>,
    /// The exercises, and their points; if not given, all exercises, one point each
    #[arg(long, value_name = "FILE")]
    pub set: Option<PathBuf>,
}

/// What results can be written as.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// The class on one page, for its teacher: grades, what goes wrong, and each counterexample
    Overview,
    /// The class as a table, for Moodle, nbgrader or a spreadsheet
    Csv,
    /// The class as JUnit XML
    Junit,
    /// Each student's `results.json` for Gradescope
    Gradescope,
    /// Each student's `results.json` for PrairieLearn
    Prairielearn,
    /// Each student's `results.json` for exercism, version 3
    Exercism,
    /// One student's `result.json`, where Classroom 50 runs its autograder
    Classroom50,
}

impl ExportFormat {
    /// The name of the folder for the students' files: the word for it on the command line.
    pub fn name(self) -> String {
        let word = self.to_possible_value();
        word.map_or_else(String::new, |word| word.get_name().to_owned())
    }
}

/// The options of `play`.
#[derive(Args, Clone)]
pub struct PlayArgs {
    /// The value of ROUNDS; if not given: the smallest for which a counterexample is found, or 1
    #[arg(long, value_name = "N")]
    pub rounds: Option<u64>,
    /// Begin at the end of these decisions, as a verdict or `replay` shows them
    #[arg(long, conflicts_with_all = ["rounds", "mode"])]
    pub schedule: Option<Schedule>,
    /// Play a known wrong fix of an exercise that passes: the one with this number, or the first that you have not broken
    #[arg(long, value_name = "NUMBER", num_args = 0..=1, conflicts_with = "schedule")]
    pub fix: Option<Option<usize>>,
    /// Run the exercise under this mode
    #[arg(long, value_enum)]
    pub mode: Option<Mode>,
    /// Of a program's file: offer to kill one process, too
    #[arg(long, conflicts_with = "fix")]
    pub crashes: bool,
}

fn address(text: &str) -> Result<String, String> {
    let is_of_web = text.starts_with("https://") || text.starts_with("http://");
    match is_of_web && text.chars().all(|c| c.is_ascii_graphic()) {
        true => Ok(text.to_owned()),
        false => Err("expected an address that begins with https:// or http://".into()),
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(seconds) if (0.0..=86_400.0).contains(&seconds) => Ok(seconds),
        _ => Err("expected a number of seconds, from 0 to 86400".into()),
    }
}

/// The format of the output.
#[derive(ValueEnum, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// Text for people
    #[default]
    Text,
    /// JSON, each object on its own line
    Json,
}
