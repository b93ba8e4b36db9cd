//! The commands but `watch` and `dev`: each reads the project, does its work and says it.

mod bars;
mod card;
mod explore;
mod export;
mod folder;
mod grade;
mod known_fix;
mod level;
mod merge;
mod page;
mod play;
mod quiz;
mod run;
mod signals;
mod verify;

use std::env;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Once;

use anyhow::{Context, Result};

use crate::catalog::{Catalog, Exercise};
use crate::check::Checker;
use crate::check::verdict::{NotRun, Verdict};
use crate::comparison::Comparison;
use crate::console::{Console, note, print};
use crate::exit::Exit;
use crate::options::{Format, WatchArgs};
use crate::progress::{Change, Loaded, Progress, Store};
use crate::report::{self, Explaining};
use crate::styled::Form;
use crate::watch::{self as watching, Detection};
use crate::{invocation, learner, list, reset as resetting, solution, source};

/// Why `--crashes` is refused where it is about an exercise.
const CRASHES_OF_AN_EXERCISE: &str = "--crashes is for a program in a file: of an exercise, info.toml says whether a process may be killed.";

pub use bars::{bar, show};
pub use card::card;
pub use explore::{explore, replay};
pub use export::export;
pub use folder::{init, update};
pub use grade::grade;
pub use merge::merge;
pub use page::page;
pub use play::play;
pub use quiz::quiz;
pub use run::{run, run_for_grade};
pub use signals::cancelled_by_signals;
pub use verify::verify;

/// `watch`, and no command at all.
pub fn watch(console: Console, args: WatchArgs) -> Result<Exit> {
    let catalog = catalog()?;
    let checker = Checker::new(&catalog.root, args.runs, &this_program()?);
    let detection = if args.poll {
        Detection::Polling
    } else {
        Detection::Events
    };
    let explaining = explaining(args.explain);
    watching::run(catalog, checker, detection, explaining, console)?;
    Ok(Exit::Passes)
}

/// The file that is meant, where it is no exercise: what is a file, or can only be the path of one.
fn file_of(what: &str) -> Option<&Path> {
    let path = Path::new(what);
    let reads_as_path = what.contains('/') || path.extension().is_some_and(|end| end == "rs");
    (reads_as_path || path.is_file()).then_some(path)
}

fn explaining(at_once: bool) -> Explaining {
    match at_once {
        true => Explaining::Always,
        false => Explaining::WhenAsked,
    }
}

/// `list`: interactive in a terminal, a plain table otherwise.
pub fn list(console: Console, format: Format) -> Result<Exit> {
    let catalog = catalog()?;
    let is_interactive =
        io::stdout().is_terminal() && io::stdin().is_terminal() && console.form == Form::Drawing;
    if format == Format::Text && is_interactive {
        list::run(catalog, console)?;
        return Ok(Exit::Passes);
    }
    let progress = progress(&catalog);
    match format {
        Format::Text => console.say(&report::list_table(&catalog, &progress, console.look()))?,
        Format::Json => print(&report::list_json(&catalog, &progress))?,
    }
    Ok(Exit::Passes)
}

/// `hint`: each call shows the next, plainer one.
pub fn hint(console: Console, name: Option<&str>) -> Result<Exit> {
    let catalog = catalog()?;
    let progress = progress(&catalog);
    let exercise = named_or_current(&catalog, &progress, name)?;
    let of = exercise.hints.len();
    if of == 0 {
        console.say_plain(&format!("There is no hint for {}.", exercise.name))?;
        return Ok(Exit::Passes);
    }
    let next = progress.record(&exercise.name).hints_seen.min(of - 1);
    let name = exercise.name.clone();
    keep(
        &catalog,
        &[Change::HintSeen {
            name,
            seen: next + 1,
        }],
    );
    console.say(&report::hint(exercise, next, console.look().width))?;
    Ok(Exit::Passes)
}

/// `reset`: back to the starter, with a backup.
pub fn reset(console: Console, name: &str) -> Result<Exit> {
    let catalog = catalog()?;
    let exercise = catalog.get(name)?;
    let done = resetting::reset(&catalog, exercise)?;
    let name = exercise.name.clone();
    keep(&catalog, &[Change::Reset { name }]);
    let file = exercise.path();
    let (file, name) = (file.display(), &exercise.name);
    console.say_plain(&match done.backup {
        Some(backup) => format!(
            "{name} is reset to the starter: {file}\nYour version is kept in {}",
            backup.display()
        ),
        None => format!("{name} is reset to the starter: {file}"),
    })?;
    Ok(Exit::Passes)
}

/// `diff`: the learner's part beside the solution's.
pub fn diff(console: Console, name: &str) -> Result<Exit> {
    let catalog = catalog()?;
    let exercise = catalog.get(name)?;
    let Comparison { yours, solution } = Comparison::read(&catalog, exercise)?;
    console.say(&report::diff(&yours, &solution, console.look()))?;
    Ok(Exit::Passes)
}

/// `solution`: where it is, and its text.
pub fn solution(console: Console, name: &str) -> Result<Exit> {
    let catalog = catalog()?;
    let exercise = catalog.get(name)?;
    let text = solution::read(&catalog, exercise)?;
    let path = exercise.solution_path();
    console.say_plain(&format!("{}:\n\n{text}", path.display()))?;
    Ok(Exit::Passes)
}

/// The catalog of the project that the current folder is in.
pub fn catalog() -> Result<Catalog> {
    Ok(Catalog::find(&start()?)?)
}

/// The folder from which upwards the set of exercises is looked for.
pub fn start() -> Result<PathBuf> {
    let here = env::current_dir()
        .context("the current folder cannot be read; change to another one with `cd`")?;
    Ok(invocation::exercises().map_or(here.clone(), |folder| here.join(folder)))
}

/// This program itself, as a supervisor is started from it.
pub fn this_program() -> Result<std::path::PathBuf> {
    // On Linux the link leads to the running program even when the file was replaced by a newer build.
    if cfg!(target_os = "linux") {
        return Ok("/proc/self/exe".into());
    }
    env::current_exe().context("the path of racelings itself is not known")
}

/// The progress. Problems with the state file or with a learner's folder are printed on standard error.
fn progress(catalog: &Catalog) -> Progress {
    if let Some(notice) = learner::notice(catalog) {
        note(&notice);
    }
    noting(
        Store::of(&catalog.root)
            .load()
            .unwrap_or_else(Loaded::nothing),
    )
}

/// Keeps the changes. Problems are printed on standard error, and do not change what the command returns; that the state
/// file cannot be written is printed only once.
fn keep(catalog: &Catalog, changes: &[Change]) {
    static WARNED: Once = Once::new();
    if changes.is_empty() {
        return;
    }
    match Store::of(&catalog.root).update(changes) {
        Ok(loaded) => {
            noting(loaded);
            if let Err(error) = learner::hand_out(catalog, changes) {
                note(&error.to_string());
            }
        }
        Err(error) => WARNED.call_once(|| note(&error.to_string())),
    }
}

/// The progress that was loaded; prints the notice that came with it.
fn noting(loaded: Loaded) -> Progress {
    if let Some(notice) = loaded.notice {
        note(&notice);
    }
    loaded.progress
}

fn named_or_current<'a>(
    catalog: &'a Catalog,
    progress: &Progress,
    name: Option<&str>,
) -> Result<&'a Exercise> {
    match name {
        Some(name) => Ok(catalog.get(name)?),
        None => Ok(&catalog.exercises[progress.current_index(catalog)]),
    }
}

/// Writes a file that was asked for, in a folder that is there. A file of that name stays as it was if the new one cannot
/// be written whole.
fn write_file(file: &Path, text: &str) -> Result<()> {
    let folder = match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let written = match fs::canonicalize(file) {
        Ok(there) if there.is_file() => source::write_whole(&there, text),
        Err(_) if folder.is_dir() => {
            source::write_whole(&folder.join(file.file_name().unwrap_or_default()), text)
        }
        // A pipe or a device is written to; a folder, or what is in none, says itself what is wrong.
        Ok(_) | Err(_) => fs::write(file, text),
    };
    written.with_context(|| format!("{} cannot be written", file.display()))
}

fn exit_of(verdict: &Verdict) -> Exit {
    match verdict {
        Verdict::Passes(_) => Exit::Passes,
        Verdict::Fails(_) => Exit::Fails,
        Verdict::NotRun(NotRun::Internal { .. }) => Exit::OurBug,
        Verdict::NotRun(_) => Exit::CouldNot,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_asked_for_is_replaced_whole_and_a_device_is_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let text = |name: &str| fs::read_to_string(path(name)).unwrap();
        write_file(&path("page"), "old").unwrap();
        fs::hard_link(path("page"), path("same file")).unwrap();
        std::os::unix::fs::symlink("page", path("link")).unwrap();
        write_file(&path("link"), "new").unwrap();
        assert_eq!(
            (text("page"), text("same file")),
            ("new".into(), "old".into())
        );
        assert!(path("link").is_symlink());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);

        write_file(Path::new("/dev/null"), "new").unwrap();
        let full = write_file(Path::new("/dev/full"), "new").unwrap_err();
        assert_eq!(full.to_string(), "/dev/full cannot be written");
        write_file(&path("nowhere/page"), "new").unwrap_err();
        assert!(!path("nowhere").exists());
    }
}
