//! The command line: what can be asked, and with which exit code it is answered.

use std::fs;
use std::io::ErrorKind;
use std::panic;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use anyhow::{Context, Result, anyhow};
use clap::builder::FalseyValueParser;
use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use crate::check::DEFAULT_RUNS;
use crate::console::{self, Console, print};
use crate::exit::Exit;
use crate::exploration::schedule::Schedule;
use crate::options::{
    CardArgs, CheckArgs, DevExportArgs, ExploreArgs, ExportArgs, Format, GradeArgs, GradedArgs,
    MergeArgs, PageArgs, PlayArgs, WatchArgs,
};
use crate::play::PlayError;
use crate::styled::{Form, Glyphs, Writer, printable};
use crate::watch::WatchError;
use crate::{commands, dev, invocation, supervise, surroundings};

/// Learn concurrency by fixing races.
///
/// Edit the exercises until they pass; `watch` (also with no command) checks on every save.
/// Exit codes: 0 it passes, 1 it fails, 2 it could not be checked or the command was used wrongly,
/// 3 a bug in racelings.
#[derive(Parser)]
#[command(name = "racelings", version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    watch: WatchArgs,
    /// Use the set of exercises in this folder, the one with its info.toml
    #[arg(long, global = true, value_name = "DIR", env = "RACELINGS_EXERCISES")]
    exercises: Option<PathBuf>,
    /// Draw with plain ASCII characters
    #[arg(long, global = true)]
    ascii: bool,
    /// For screen readers: show interleavings in numbered sentences, and play in lines of text
    #[arg(long, global = true, env = "RACELINGS_LINEAR", value_parser = FalseyValueParser::new())]
    linear: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Check the current exercise on start and on every save
    Watch(WatchArgs),
    /// Check one exercise: the current one, or NAME
    Run {
        /// The exercise
        name: Option<String>,
        /// Check this file as that exercise; your progress stays as it is
        #[arg(long, value_name = "PATH", requires = "name")]
        file: Option<PathBuf>,
        /// With --file: the greatest number of preemptions; if not given: 2, and any number if that is cheap
        #[arg(long, value_name = "N", requires = "file", value_parser = clap::value_parser!(u32).range(0..=8))]
        bound: Option<u32>,
        #[command(flatten)]
        graded: GradedArgs,
        #[command(flatten)]
        how: CheckArgs,
    },
    /// Check all exercises
    Verify {
        #[command(flatten)]
        how: CheckArgs,
    },
    /// Show all exercises; in a terminal: filter, search, jump, reset
    List {
        /// How to print the exercises
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Show the next hint for the current exercise, or for NAME
    Hint {
        /// The exercise
        name: Option<String>,
    },
    /// Answer questions about known fixes of an exercise that passes: does each pass, and which line is decisive?
    Quiz {
        /// The exercise; if not given: the last one that passes
        name: Option<String>,
        /// Ask only which line is decisive in the wrong fix with this number, as `play --fix` counts them
        #[arg(long, value_name = "NUMBER", requires = "name")]
        fix: Option<usize>,
    },
    /// Restore the starter of an exercise; your version is kept in a backup
    Reset {
        /// The exercise
        name: String,
    },
    /// Show your file beside the solution
    Diff {
        /// The exercise
        name: String,
    },
    /// Show where the solution is, and its text
    Solution {
        /// The exercise
        name: String,
    },
    /// Show why an exercise passes, a question, and other fixes with what they cost
    Card(CardArgs),
    /// Try every interleaving of a program in one file, up to a bound
    Explore {
        /// The program: a single file that uses only std and fs2
        file: PathBuf,
        #[command(flatten)]
        how: ExploreArgs,
    },
    /// Run one interleaving again, and draw it
    Replay {
        /// An exercise, or a program's file
        #[arg(value_name = "NAME|FILE")]
        what: String,
        /// The schedule, as a verdict shows it. In 2t:a3b, 2 is ROUNDS and t is the mode: t threads, p processes, - none. Each
        /// letter after the colon says which thread runs where more than one can: a is main, b the first thread that is
        /// spawned. a3b: main three times, then b.
        ///
        /// 2018/ in front: the program's edition. 1+2t: ROUNDS is 1 and EXTRA is 2. An E before the colon allows preemptions
        /// at every memory access. W12c: at step 12 of the execution, the wait of c ends in a spurious wakeup. K12c: at step 12 the
        /// process of c is killed. R17=1: the
        /// atomic operation that is step 17 goes by the stale value 1: a load reads it, a store comes right behind it in the modification
        /// order. R17=1.2: by the one before that is 1, too. R17=1X: the compare_exchange_weak that is step 17 reads 1 and fails
        /// spuriously. Fb at the end: from there on, b is scheduled unfairly. S at the
        /// end: the execution stops there.
        schedule: Schedule,
        /// Draw it in this file instead, as a picture
        #[arg(long, value_name = "FILE")]
        svg: Option<PathBuf>,
    },
    /// Check an exercise or a program, and write what is found as one HTML file
    Page(PageArgs),
    /// Be the scheduler: choose which thread runs next, and break the program
    Play {
        /// An exercise, or a program's file; the current exercise if not given
        #[arg(value_name = "NAME|FILE")]
        what: Option<String>,
        #[command(flatten)]
        how: PlayArgs,
    },
    /// Check what a class has handed in, or merge results of several machines
    #[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
    Grade {
        #[command(subcommand)]
        command: Option<GradeCommand>,
        #[command(flatten)]
        how: Option<GradeArgs>,
    },
    /// Create a folder of your own with the exercises and their chapters
    Init {
        /// The folder: new, or empty
        #[arg(value_name = "DIR", default_value = "racelings")]
        folder: PathBuf,
    },
    /// Update a folder that `init` created to this version; files that you have changed stay
    Update,
    /// Print a script with which your shell completes commands and options
    Completions {
        /// The shell
        shell: Shell,
    },
    /// For authors of exercises
    #[command(subcommand)]
    Dev(DevCommand),
}

#[derive(Subcommand)]
enum GradeCommand {
    /// Put the results of several folders together, and say what is missing or contradicts
    Merge(MergeArgs),
    /// Write the results as Gradescope, Moodle and others want them, or as one page for the teacher; nothing is checked again
    Export(ExportArgs),
}

#[derive(Subcommand)]
enum DevCommand {
    /// Check the exercises themselves: starters fail as stated, solutions pass, nothing is missing
    Check {
        /// Try only the programs of these exercises, not of all
        #[arg(value_name = "NAME")]
        names: Vec<String>,
        /// The number of real runs in a row that must pass
        #[arg(long, default_value_t = DEFAULT_RUNS, value_parser = clap::value_parser!(u32).range(1..=10_000))]
        runs: u32,
    },
    /// Make up a class to be graded, from starters, solutions, known fixes and mutations
    Class {
        /// Its folder, which must not exist
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// The number of students
        #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100_000))]
        students: u32,
        /// The same number makes up the same class
        #[arg(long, value_name = "N", default_value_t = 1)]
        seed: u64,
    },
    /// Create an empty set of exercises of your own
    Init {
        /// Its folder
        folder: PathBuf,
    },
    /// Create a new exercise, such as `dev new 02_threads/threads5`
    New {
        /// Its chapter's folder and its name
        #[arg(value_name = "CHAPTER/NAME")]
        path: String,
    },
    /// Export the kit for students, or an autograder that is ready to be uploaded, into a new folder
    Export(DevExportArgs),
    /// Bring the kit's own copies of the starters and the Cargo targets up to date
    Update,
    /// Write the manual pages into a folder
    Man {
        /// The folder, which must exist
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

/// Does what the command line asks for.
pub fn main() -> ExitCode {
    let work = || panic::catch_unwind(serve_or_obey).unwrap_or_else(|_| our_bug().into());
    // On the first thread, where the kernel stops a program that stops itself before it goes on: Ctrl-Z in `watch` needs that.
    if surroundings::first_thread_has(STACK) {
        return work();
    }
    let own = thread::Builder::new().name("racelings".into());
    match own.stack_size(STACK).spawn(work) {
        Ok(thread) => thread.join().unwrap_or_else(|_| our_bug().into()),
        Err(error) => {
            let reason = surroundings::refused(&format!("no thread could be started: {error}"));
            eprintln!("error: {reason}");
            Exit::CouldNot.into()
        }
    }
}

fn serve_or_obey() -> ExitCode {
    // Before anything else: this process may be the supervisor of another one of us.
    let first = std::env::args_os().nth(1);
    if first.is_some_and(|first| first == "supervise") {
        return supervise::serve();
    }
    obey().into()
}

fn obey() -> Exit {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(answer) => return exit_of(&answer),
    };
    if let Some(folder) = &cli.exercises {
        invocation::use_exercises_in(folder.clone());
    }
    if cli.linear {
        invocation::use_sentences();
    }
    answer(cli)
}

/// The stack that the work needs: what shells usually leave the first thread.
const STACK: usize = 8 << 20;

fn our_bug() -> Exit {
    eprintln!("internal error: this is a bug of racelings, not yours.");
    eprintln!("Please report it, with the message above and what you did.");
    Exit::OurBug
}

/// Prints what clap answers by itself: help, the version, or what is wrong with the command line.
fn exit_of(answer: &clap::Error) -> Exit {
    let printed = match answer.use_stderr() {
        true => answer.print(),
        false => console::is_open().and_then(|()| answer.print()),
    };
    match printed {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("error: standard output cannot be written: {error}");
            Exit::CouldNot
        }
        _ if answer.use_stderr() => Exit::CouldNot,
        _ => Exit::Passes,
    }
}

fn answer(cli: Cli) -> Exit {
    let console = Console {
        writer: Writer::of_stdout(),
        glyphs: match cli.ascii {
            true => Glyphs::Ascii,
            false => Glyphs::Unicode,
        },
        form: match cli.linear {
            true => Form::Sentences,
            false => Form::Drawing,
        },
    };
    let watch = |args| commands::watch(console, args);
    let result = match cli.command {
        None => watch(cli.watch),
        Some(Command::Watch(args)) => watch(args),
        Some(Command::Run {
            name,
            file,
            bound,
            graded,
            how,
        }) => match (name, file) {
            (Some(name), Some(file)) if graded.graded => {
                commands::run_for_grade(&name, &file, bound, graded, how.runs)
            }
            (name, file) => commands::run(console, name.as_deref(), file.as_deref(), bound, how),
        },
        Some(Command::Verify { how }) => commands::verify(console, how),
        Some(Command::List { format }) => commands::list(console, format),
        Some(Command::Hint { name }) => commands::hint(console, name.as_deref()),
        Some(Command::Quiz { name, fix }) => commands::quiz(console, name.as_deref(), fix),
        Some(Command::Reset { name }) => commands::reset(console, &name),
        Some(Command::Diff { name }) => commands::diff(console, &name),
        Some(Command::Solution { name }) => commands::solution(console, &name),
        Some(Command::Card(args)) => commands::card(console, &args),
        Some(Command::Replay {
            what,
            schedule,
            svg,
        }) => commands::replay(console, &what, &schedule, svg.as_deref()),
        Some(Command::Page(args)) => commands::page(console, &args),
        Some(Command::Explore { file, how }) => commands::explore(console, &file, how),
        Some(Command::Play { what, how }) => commands::play(console, what.as_deref(), &how),
        Some(Command::Grade { command, how }) => match (command, how) {
            (Some(GradeCommand::Merge(args)), _) => commands::merge(console, &args),
            (Some(GradeCommand::Export(args)), _) => commands::export(console, &args),
            (None, Some(args)) => commands::grade(console, &args),
            (None, None) => Err(anyhow!("grade takes the folder of a class: `grade DIR`")),
        },
        Some(Command::Init { folder }) => commands::init(console, &folder),
        Some(Command::Update) => commands::update(console),
        Some(Command::Completions { shell }) => completions(shell),
        Some(Command::Dev(DevCommand::Man { folder })) => manual(&folder),
        Some(Command::Dev(DevCommand::Check { names, runs })) => dev::check(console, &names, runs),
        Some(Command::Dev(DevCommand::Class {
            folder,
            students,
            seed,
        })) => dev::class(console, &folder, students, seed),
        Some(Command::Dev(DevCommand::Init { folder })) => dev::init(console, &folder),
        Some(Command::Dev(DevCommand::New { path })) => dev::new(console, &path),
        Some(Command::Dev(DevCommand::Export(args))) => dev::export(console, &args),
        Some(Command::Dev(DevCommand::Update)) => dev::update(console),
    };
    result.unwrap_or_else(|error| {
        if let Some(PlayError::Crashed(what)) = error.downcast_ref() {
            eprintln!("{what}");
            return Exit::OurBug;
        }
        if let Some(WatchError::Crashed(what)) = error.downcast_ref() {
            eprintln!("{what}");
            return Exit::OurBug;
        }
        eprintln!("error: {}", printable(&format!("{error:#}")));
        Exit::CouldNot
    })
}

/// Prints the completions for a shell.
fn completions(shell: Shell) -> Result<Exit> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "racelings", &mut text);
    print(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Passes)
}

/// Writes a manual page for the program and for each command.
fn manual(folder: &Path) -> Result<Exit> {
    fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), folder))
        .with_context(|| format!("{}: the pages could not be written", folder.display()))?;
    Ok(Exit::Passes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
