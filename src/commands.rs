//! The commands but `watch` and `dev`: each reads the project, does its work and says it.

mod bars;
mod explore;
mod folder;
mod run;
mod signals;
mod verify;

use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Once;

use anyhow::{Context, Result};

use crate::catalog::{Catalog, Exercise};
use crate::check::Checker;
use crate::check::verdict::{Checked, NotRun, Verdict};
use crate::exit::Exit;
use crate::options::{Format, WatchArgs};
use crate::progress::{Change, Loaded, Moment, Progress, Store};
use crate::report::{self, Columns};
use crate::watch::{self as watching, Detection};
use crate::{invocation, learner, list, reset as resetting, solution, source};

pub use bars::{bar, show};
pub use explore::{explore, replay};
pub use folder::{init, update};
pub use run::run;
pub use signals::cancelled_by_signals;
pub use verify::verify;

/// `watch`, and no command at all.
pub fn watch(args: WatchArgs) -> Result<Exit> {
    let catalog = catalog()?;
    let checker = Checker::new(&catalog.root, args.runs, &this_program()?);
    let detection = if args.poll {
        Detection::Polling
    } else {
        Detection::Events
    };
    watching::run(catalog, checker, detection)?;
    Ok(Exit::Holds)
}

/// `list`: interactive in a terminal, a plain table otherwise.
pub fn list(format: Format) -> Result<Exit> {
    let catalog = catalog()?;
    if format == Format::Text && io::stdout().is_terminal() && io::stdin().is_terminal() {
        list::run(catalog)?;
        return Ok(Exit::Holds);
    }
    let progress = progress(&catalog);
    say(&match format {
        Format::Text => report::list_table(&catalog, &progress, width()),
        Format::Json => report::list_json(&catalog, &progress),
    })?;
    Ok(Exit::Holds)
}

/// `hint`: each call shows the next, plainer one.
pub fn hint(name: Option<&str>) -> Result<Exit> {
    let catalog = catalog()?;
    let progress = progress(&catalog);
    let exercise = named_or_current(&catalog, &progress, name)?;
    let of = exercise.hints.len();
    if of == 0 {
        say(&format!("There is no hint for {}.\n", exercise.name))?;
        return Ok(Exit::Holds);
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
    say(&report::hint(exercise, next, width()))?;
    Ok(Exit::Holds)
}

/// `reset`: back to the starter, with a backup.
pub fn reset(name: &str) -> Result<Exit> {
    let catalog = catalog()?;
    let exercise = catalog.get(name)?;
    let done = resetting::reset(&catalog, exercise)?;
    let name = exercise.name.clone();
    keep(&catalog, &[Change::Reset { name }]);
    let file = exercise.path();
    let (file, name) = (file.display(), &exercise.name);
    say(&match done.backup {
        Some(backup) => format!(
            "{name} is as it was in the beginning: {file}\nYour version is in {}\n",
            backup.display()
        ),
        None => format!("{name} is as it was in the beginning: {file}\n"),
    })?;
    Ok(Exit::Holds)
}

/// `diff`: the learner's part beside the solution's.
pub fn diff(name: &str) -> Result<Exit> {
    let catalog = catalog()?;
    let exercise = catalog.get(name)?;
    // Without its check line a file is compared whole.
    let part = |text: String| source::Source::part(&text).map_or(text, |source| source.above);
    let yours = || -> Result<String> {
        let text = source::read(&catalog.root.join(exercise.path()));
        let text = text.with_context(|| exercise.path().display().to_string())?;
        Ok(part(text))
    };
    let (yours, solution) = (yours()?, part(solution::read(&catalog, exercise)?));
    say(&report::diff(&yours, &solution, width()))?;
    Ok(Exit::Holds)
}

/// `solution`: where it is, and its text.
pub fn solution(name: &str) -> Result<Exit> {
    let catalog = catalog()?;
    let exercise = catalog.get(name)?;
    let text = solution::read(&catalog, exercise)?;
    let path = exercise.solution_path();
    say(&report::printable(&format!(
        "{}:\n\n{text}",
        path.display()
    )))?;
    Ok(Exit::Holds)
}

/// The catalog of the project that the current folder is in.
pub fn catalog() -> Result<Catalog> {
    Ok(Catalog::find(&start()?)?)
}

/// The folder from which upwards the set of exercises is looked for.
pub fn start() -> Result<PathBuf> {
    let here = env::current_dir().context("the current folder cannot be read")?;
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

/// The progress; what was wrong with the state file, or is with a learner's folder, is told on standard error.
fn progress(catalog: &Catalog) -> Progress {
    if let Some(notice) = learner::notice(catalog) {
        eprintln!("note: {}", report::printable(&notice));
    }
    told(
        Store::of(&catalog.root)
            .load()
            .unwrap_or_else(Loaded::nothing),
    )
}

/// Keeps the changes; what was wrong with the state file is told on standard error. That they could not be kept is told once:
/// what the command has found stands all the same.
fn keep(catalog: &Catalog, changes: &[Change]) {
    static TOLD: Once = Once::new();
    if changes.is_empty() {
        return;
    }
    match Store::of(&catalog.root).update(changes) {
        Ok(loaded) => {
            told(loaded);
            if let Err(error) = learner::hand_out(catalog, changes) {
                eprintln!("note: {}", report::printable(&error.to_string()));
            }
        }
        Err(error) => {
            TOLD.call_once(|| eprintln!("note: {}", report::printable(&error.to_string())))
        }
    }
}

fn told(loaded: Loaded) -> Progress {
    if let Some(notice) = loaded.notice {
        eprintln!("note: {}", report::printable(&notice));
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

/// What a check of the learner's own file means for the progress; nothing when it said nothing of the file.
fn change_by(checked: &Checked) -> Option<Change> {
    let name = checked.name.clone();
    match &checked.verdict {
        Verdict::Holds(_) => Some(Change::Held {
            name,
            at: Moment::now(),
        }),
        Verdict::Fails(_) | Verdict::NotRun(NotRun::DoesNotCompile { .. }) => {
            Some(Change::Failed { name })
        }
        Verdict::NotRun(_) => None,
    }
}

fn exit_of(verdict: &Verdict) -> Exit {
    match verdict {
        Verdict::Holds(_) => Exit::Holds,
        Verdict::Fails(_) => Exit::Fails,
        Verdict::NotRun(NotRun::Internal { .. }) => Exit::OurBug,
        Verdict::NotRun(_) => Exit::CouldNot,
    }
}

/// The width of the terminal; where there is none, `COLUMNS`, or else 80.
pub fn width() -> Columns {
    let terminal = io::stdout().is_terminal();
    let columns = if terminal {
        crossterm::terminal::size()
            .ok()
            .map(|(columns, _)| usize::from(columns))
    } else {
        env::var("COLUMNS").ok().and_then(|text| text.parse().ok())
    };
    Columns(columns.unwrap_or(80).clamp(20, 400))
}

/// Prints on standard output. A reader that has gone (`| head`) is no error.
///
/// # Errors
/// When it cannot be written: a full disk, say.
pub fn say(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).context("standard output cannot be written")
        }
        _ => Ok(()),
    }
}
